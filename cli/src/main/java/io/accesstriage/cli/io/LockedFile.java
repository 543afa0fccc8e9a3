package io.accesstriage.cli.io;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file that only its owner may read, and that one process at a time has open. */
public final class LockedFile implements AutoCloseable {
  private final Path file;
  private final RandomAccessFile content;
  private final FileLock lock;

  private LockedFile(Path file, RandomAccessFile content, FileLock lock) {
    this.file = file;
    this.content = content;
    this.lock = lock;
  }

  /**
   * Opens the file, which is made where there is none, with its folder.
   *
   * @return nothing where another process has it
   */
  public static Optional<LockedFile> open(Path file) throws IOException {
    while (true) {
      create(file);
      Object before = identity(file);
      RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw");
      FileLock lock = lock(content);
      if (lock == null) {
        content.close();
        return Optional.empty();
      }
      // Else another process has put a successor in its place meanwhile.
      if (Objects.equals(before, identity(file))) {
        return Optional.of(new LockedFile(file, content, lock));
      }
      content.close();
    }
  }

  private static void create(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    if (!Files.exists(file)) {
      if (Files.getFileStore(folder == null ? file : folder).supportsFileAttributeView("posix")) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(file);
      }
    }
  }

  private static @Nullable Object identity(Path file) throws IOException {
    return Files.exists(file)
        ? Files.readAttributes(file, BasicFileAttributes.class).fileKey()
        : null;
  }

  private static @Nullable FileLock lock(RandomAccessFile content) throws IOException {
    try {
      return content.getChannel().tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  public RandomAccessFile content() {
    return content;
  }

  /** An empty file beside this one, that may {@link #replace} it. */
  public LockedFile successor() throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(beside);
    return open(beside).orElseThrow(() -> new IOException(beside + " is in use"));
  }

  /** Takes the other's place and name at once, and closes it. */
  public LockedFile replace(LockedFile other) throws IOException {
    content.getFD().sync();
    Files.move(
        file, other.file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    other.close();
    return new LockedFile(other.file, content, lock);
  }

  /** Closes and removes it. */
  public void discard() throws IOException {
    close();
    Files.deleteIfExists(file);
  }

  @Override
  public void close() throws IOException {
    lock.release();
    content.close();
  }
}
