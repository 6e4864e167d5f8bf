#include "CPowerCut.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PAGE = 4096 }; // of the system's cache

typedef struct {
  sqlite3_file base;
  char name[1024];
  sqlite3_file *real; // behind this struct, in the same piece of memory
} File;

static sqlite3_vfs *below;

static sqlite3_file *real(sqlite3_file *file) { return ((File *)file)->real; }

static int side_file(const char *name, const char *suffix)
{
  char path[1100];
  snprintf(path, sizeof path, "%s%s", name, suffix);
  return open(path, O_RDWR | O_CREAT, 0600);
}

// Whether a sync is to fail; the file that says so gets shorter each time.
static int is_unsyncable(const char *name)
{
  char path[1100];
  struct stat status;
  snprintf(path, sizeof path, "%s.unsyncable", name);
  return stat(path, &status) == 0 && status.st_size > 0 && truncate(path, status.st_size - 1) == 0;
}

// Notes which pages were written; one byte a page, for all connections.
static int note(const char *name, sqlite3_int64 place, int size)
{
  int notes = side_file(name, ".written");
  int code = notes < 0 ? SQLITE_IOERR : SQLITE_OK;
  for (sqlite3_int64 page = place / PAGE; code == SQLITE_OK && page * PAGE < place + size; page++)
    if (pwrite(notes, "w", 1, page) != 1) code = SQLITE_IOERR;
  if (notes >= 0) close(notes);
  return code;
}

// Syncs the file, and then writes down what it held before that. As the system does it, pages that
// could not be synced count as clean: they are lost unless they are written again.
static int file_sync(sqlite3_file *file, int flags)
{
  const char *name = ((File *)file)->name;
  sqlite3_io_methods const *methods = real(file)->pMethods;
  sqlite3_int64 size = 0;
  int code = methods->xFileSize(real(file), &size);
  long pages = (long)((size + PAGE - 1) / PAGE);
  char *written = calloc(1, pages + 1), *content = malloc(pages * PAGE + 1);
  int notes = side_file(name, ".written"), copy = side_file(name, ".synced");
  if (written == NULL || content == NULL || notes < 0 || copy < 0) code = SQLITE_IOERR;

  if (code == SQLITE_OK && pread(notes, written, pages, 0) < 0) code = SQLITE_IOERR;
  if (code == SQLITE_OK && ftruncate(notes, 0) != 0) code = SQLITE_IOERR;
  if (code == SQLITE_OK && is_unsyncable(name)) code = SQLITE_IOERR_FSYNC;
  for (long page = 0; code == SQLITE_OK && page < pages; page++) {
    sqlite3_int64 left = size - (sqlite3_int64)page * PAGE;
    if (written[page])
      code = methods->xRead(
        real(file), content + page * PAGE, left < PAGE ? (int)left : PAGE,
        (sqlite3_int64)page * PAGE);
  }
  if (code == SQLITE_OK) code = methods->xSync(real(file), flags);
  for (long page = 0; code == SQLITE_OK && page < pages; page++) {
    sqlite3_int64 left = size - (sqlite3_int64)page * PAGE;
    size_t length = left < PAGE ? (size_t)left : PAGE;
    if (written[page]
        && pwrite(copy, content + page * PAGE, length, (off_t)page * PAGE) != (ssize_t)length)
      code = SQLITE_IOERR;
  }
  if (code == SQLITE_OK && ftruncate(copy, size) != 0) code = SQLITE_IOERR;
  if (notes >= 0) close(notes);
  if (copy >= 0) close(copy);
  free(written);
  free(content);
  return code;
}

static int file_close(sqlite3_file *file) { return real(file)->pMethods->xClose(real(file)); }

static int file_read(sqlite3_file *file, void *to, int size, sqlite3_int64 place)
{
  return real(file)->pMethods->xRead(real(file), to, size, place);
}

static int file_write(sqlite3_file *file, const void *from, int size, sqlite3_int64 place)
{
  int code = note(((File *)file)->name, place, size);
  return code == SQLITE_OK ? real(file)->pMethods->xWrite(real(file), from, size, place) : code;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size)
{
  return real(file)->pMethods->xTruncate(real(file), size);
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size)
{
  return real(file)->pMethods->xFileSize(real(file), size);
}

static int file_lock(sqlite3_file *file, int level)
{
  return real(file)->pMethods->xLock(real(file), level);
}

static int file_unlock(sqlite3_file *file, int level)
{
  return real(file)->pMethods->xUnlock(real(file), level);
}

static int file_check_lock(sqlite3_file *file, int *is_locked)
{
  return real(file)->pMethods->xCheckReservedLock(real(file), is_locked);
}

static int file_control(sqlite3_file *file, int question, void *answer)
{
  return real(file)->pMethods->xFileControl(real(file), question, answer);
}

static int file_sector_size(sqlite3_file *file)
{
  return real(file)->pMethods->xSectorSize(real(file));
}

static int file_characteristics(sqlite3_file *file)
{
  return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

static int file_shm_map(sqlite3_file *file, int part, int size, int extend, void volatile **memory)
{
  return real(file)->pMethods->xShmMap(real(file), part, size, extend, memory);
}

static int file_shm_lock(sqlite3_file *file, int first, int count, int flags)
{
  return real(file)->pMethods->xShmLock(real(file), first, count, flags);
}

static void file_shm_barrier(sqlite3_file *file) { real(file)->pMethods->xShmBarrier(real(file)); }

static int file_shm_unmap(sqlite3_file *file, int removes)
{
  return real(file)->pMethods->xShmUnmap(real(file), removes);
}

static const sqlite3_io_methods methods = {
  .iVersion = 2, // no memory maps of the file itself
  .xClose = file_close,
  .xRead = file_read,
  .xWrite = file_write,
  .xTruncate = file_truncate,
  .xSync = file_sync,
  .xFileSize = file_size,
  .xLock = file_lock,
  .xUnlock = file_unlock,
  .xCheckReservedLock = file_check_lock,
  .xFileControl = file_control,
  .xSectorSize = file_sector_size,
  .xDeviceCharacteristics = file_characteristics,
  .xShmMap = file_shm_map,
  .xShmLock = file_shm_lock,
  .xShmBarrier = file_shm_barrier,
  .xShmUnmap = file_shm_unmap,
};

static int open_file(
  sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *granted)
{
  (void)vfs;
  if (name == NULL || strstr(name, "/power-cut-") == NULL || strlen(name) >= sizeof(((File *)0)->name))
    return below->xOpen(below, name, file, flags, granted);
  File *followed = (File *)file;
  followed->real = (sqlite3_file *)(followed + 1);
  memset(followed->real, 0, below->szOsFile);
  int code = below->xOpen(below, name, followed->real, flags, granted);
  followed->base.pMethods = followed->real->pMethods == NULL ? NULL : &methods;
  strcpy(followed->name, name);
  return code;
}

int power_cut_begin(void)
{
  static sqlite3_vfs vfs;
  below = sqlite3_vfs_find(NULL);
  vfs = *below;
  vfs.zName = "power-cut";
  vfs.szOsFile = (int)sizeof(File) + below->szOsFile;
  vfs.xOpen = open_file;
  return sqlite3_vfs_register(&vfs, 1);
}
