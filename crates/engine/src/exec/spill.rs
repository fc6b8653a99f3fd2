//! Bytes that wait in a private temporary file: all that the engine ever writes to a disk.
//!
//! A file belongs to one run. Its name is random, only its owner may read it, and where the system allows it has no name any more
//! once it is open, so that nothing stays behind whatever happens to the process; elsewhere it goes when the run ends.

use std::fs::{self, File, OpenOptions};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Attempts to find a name that is free.
const ATTEMPTS: u64 = 16;

/// A temporary file: written from the front to the end, read anywhere.
#[derive(Debug)]
pub(super) struct Spill {
    file: File,
    /// Its name, where it still has one
    path: Option<PathBuf>,
    len: u64,
}

impl Spill {
    /// Makes an empty one in a folder.
    pub(super) fn create(folder: &Path) -> io::Result<Spill> {
        let mut attempt = 0;
        loop {
            let name = format!(".jsonmill-{:016x}.tmp", RandomState::new().hash_one(attempt));
            let path = folder.join(name);
            let mut options = OpenOptions::new();
            options.read(true).write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            match options.open(&path) {
                Ok(file) => {
                    let path = if cfg!(unix) && fs::remove_file(&path).is_ok() {
                        None
                    } else {
                        Some(path)
                    };
                    return Ok(Spill { file, path, len: 0 });
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && attempt < ATTEMPTS => attempt += 1,
                Err(error) => return Err(error),
            }
        }
    }

    /// Appends bytes; where they begin.
    pub(super) fn append(&mut self, bytes: &[u8]) -> io::Result<u64> {
        let at = self.len;
        self.file.seek(SeekFrom::Start(at))?;
        self.file.write_all(bytes)?;
        self.len += bytes.len() as u64;
        Ok(at)
    }

    /// Reads so many bytes from a place on, behind what `into` has.
    pub(super) fn read(&mut self, at: u64, count: usize, into: &mut Vec<u8>) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(at))?;
        let start = into.len();
        into.resize(start + count, 0);
        self.file.read_exact(&mut into[start..])
    }
}

impl Drop for Spill {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            // Nobody is left who could be told.
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Spill;

    #[test]
    fn it_is_private_and_leaves_nothing_behind() {
        let folder = std::env::temp_dir().join(format!("jsonmill-spill-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        {
            let mut spill = Spill::create(&folder).expect("a file");
            assert_eq!(spill.append(b"abc").expect("room"), 0);
            assert_eq!(spill.append(b"defg").expect("room"), 3);
            let mut read = b"x".to_vec();
            spill.read(2, 3, &mut read).expect("bytes");
            assert_eq!(read, b"xcde");
            assert!(spill.read(6, 2, &mut read).is_err());
            #[cfg(unix)]
            {
                let mode =
                    std::os::unix::fs::PermissionsExt::mode(&spill.file.metadata().expect("a file").permissions());
                assert_eq!(mode & 0o777, 0o600);
                assert_eq!(std::fs::read_dir(&folder).expect("a folder").count(), 0);
            }
        }
        assert_eq!(std::fs::read_dir(&folder).expect("a folder").count(), 0);
        std::fs::remove_dir(&folder).expect("an empty folder");
        assert!(Spill::create(&folder).is_err());
    }
}
