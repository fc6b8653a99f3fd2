//! Which parts of a document are wanted: the plan's paths, as a tree that the walk follows.

/// Index into [`Projection::nodes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u32);

/// The wanted paths of a document. Node 0 stands for the document (or for one record, where lines are records).
#[derive(Clone, Debug, Default)]
pub struct Projection {
    /// All nodes; children come after parents.
    pub nodes: Vec<Node>,
}

/// What is wanted of the values at one path.
#[derive(Clone, Debug, Default)]
pub struct Node {
    /// Wanted members of an object, in slot order.
    pub fields: Vec<Field>,
    /// What is wanted of the elements of an array.
    pub elements: Option<NodeId>,
    /// Only its type is wanted: `typeof`, truthiness, `===`.
    pub kind: bool,
    /// The value itself is wanted, whatever it is. Containers are handed over raw: checked, not built.
    pub value: bool,
    /// It will be written: tell whether its bytes are what JSON.stringify would write.
    pub output: bool,
    /// Its members are wanted one by one under their own names: one level of it is built at once.
    pub open: bool,
    /// Its elements are records of this pipeline: handed over one by one, never kept.
    pub records: Option<u32>,
    /// Its scalars may decide that the record is not wanted, as long as these members are what they are: the way there
    /// from the record, and what else must be a scalar. Those of one object stand together. Empty where they decide nothing.
    pub decides: Vec<Rests>,
    /// Decisions rest on it being no container.
    pub scalar: bool,
}

/// A member that a decision about a record rests on.
#[derive(Clone, Debug)]
pub struct Rests {
    /// The node of the object that it is a member of
    pub object: NodeId,
    /// Its name, as WTF-8
    pub name: Box<[u8]>,
    /// It may come later, or again, as long as it is no container
    pub any_scalar: bool,
}

/// One wanted member.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name, as WTF-8
    pub name: Box<[u8]>,
    /// What is wanted of it
    pub node: NodeId,
}

impl Projection {
    /// A node.
    #[inline]
    #[must_use]
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }
}

impl Node {
    /// Decisions about records rest on it.
    #[inline]
    #[must_use]
    pub fn is_watched(&self) -> bool {
        self.scalar || !self.decides.is_empty()
    }

    /// Nothing is wanted: check and forget.
    #[inline]
    #[must_use]
    pub fn is_skipped(&self) -> bool {
        !self.value && !self.kind && self.fields.is_empty() && self.elements.is_none() && self.records.is_none()
    }
}
