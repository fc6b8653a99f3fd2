// Generated text as a tree, so that a pair that differs can be made small.

/** A piece of text: strings, nodes and lists of nodes one after the other. `tight` binds as closely as a member access does. */
export class Node {
  constructor(type, parts, tight = true) {
    this.type = type
    this.parts = parts
    this.tight = tight
  }
}

/** Any number of nodes; making small leaves some out. */
export class List {
  constructor(items, separator) {
    this.items = items
    this.separator = separator
  }
}

/** A node where only something tight may stand. */
class Operand {
  constructor(node) {
    this.node = node
  }
}

const tag =
  (type, tight) =>
  (strings, ...values) =>
    new Node(type, strings.flatMap((text, i) => (i < values.length ? [text, values[i]] : [text])), tight)

/** An expression that never needs parentheses: a name, a call, a member. */
export const tight = tag('expression', true)
/** An expression that needs them as an operand: an operator, an arrow. */
export const loose = tag('expression', false)
export const statement = tag('statement', true)
/** What is neither: a pattern, a property, a parameter list. */
export const piece = tag('piece', true)
export const operand = (node) => new Operand(node)
export const list = (items, separator = ', ') => new List(items, separator)

export function render(part) {
  if (typeof part === 'string') return part
  if (part instanceof Operand) return part.node.tight ? render(part.node) : `(${render(part.node)})`
  let text = ''
  if (part instanceof List) {
    for (let i = 0; i < part.items.length; i++) text += i === 0 ? render(part.items[0]) : part.separator + render(part.items[i])
  } else {
    for (const inner of part.parts) text += typeof inner === 'string' ? inner : render(inner)
  }
  return text
}

function* children(part) {
  if (part instanceof Operand) yield part.node
  else if (part instanceof List) yield* part.items
  else if (part instanceof Node) yield* part.parts
}

/** Every node below `part`, itself included. */
export function* nodesOf(part) {
  if (part instanceof Node) yield part
  for (const child of children(part)) yield* nodesOf(child)
}

export function* listsOf(part) {
  if (part instanceof List) yield part
  for (const child of children(part)) yield* listsOf(child)
}

/** Changes to `root` that make it smaller, as functions that make the change and return one that takes it back. */
export function* reductions(root, simplest) {
  for (const found of listsOf(root)) {
    for (let from = 0; from < found.items.length; from++) {
      yield () => {
        const before = found.items
        found.items = before.filter((_, i) => i !== from)
        return () => (found.items = before)
      }
    }
  }
  for (const node of nodesOf(root)) {
    const below = [...nodesOf(node)].filter((other) => other !== node && other.type === node.type)
    const size = render(node).length
    const smaller = [...(simplest[node.type] ?? []), ...below].filter((other) => render(other).length < size)
    for (const other of smaller) {
      yield () => {
        const { parts, tight } = node
        ;[node.parts, node.tight] = [other.parts, other.tight]
        return () => ([node.parts, node.tight] = [parts, tight])
      }
    }
  }
}
