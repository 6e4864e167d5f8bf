#include "CPowerCut.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  sqlite3_file base;
  char name[1024];
  sqlite3_file *real; // behind this struct, in the same piece of memory
} File;

static sqlite3_vfs *below;

static sqlite3_file *real(sqlite3_file *file) { return ((File *)file)->real; }

// Writes down what the file holds now, with its own descriptor: SQLite's locks hang on the others.
static int keep(sqlite3_file *file, const char *name)
{
  char path[1100], block[4096];
  sqlite3_int64 size = 0;
  snprintf(path, sizeof path, "%s.synced", name);
  int copy = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (copy < 0) return SQLITE_IOERR;
  int code = file->pMethods->xFileSize(file, &size);
  for (sqlite3_int64 place = 0; code == SQLITE_OK && place < size; place += sizeof block) {
    int length = size - place < (sqlite3_int64)sizeof block ? (int)(size - place) : (int)sizeof block;
    code = file->pMethods->xRead(file, block, length, place);
    if (code == SQLITE_OK && pwrite(copy, block, length, place) != length) code = SQLITE_IOERR;
  }
  close(copy);
  return code;
}

static int file_sync(sqlite3_file *file, int flags)
{
  const char *name = ((File *)file)->name;
  char obstacle[1100];
  snprintf(obstacle, sizeof obstacle, "%s.unsyncable", name);
  if (access(obstacle, F_OK) == 0) return SQLITE_IOERR_FSYNC;
  int code = real(file)->pMethods->xSync(real(file), flags);
  return code == SQLITE_OK ? keep(real(file), name) : code;
}

static int file_close(sqlite3_file *file) { return real(file)->pMethods->xClose(real(file)); }

static int file_read(sqlite3_file *file, void *to, int size, sqlite3_int64 place)
{
  return real(file)->pMethods->xRead(real(file), to, size, place);
}

static int file_write(sqlite3_file *file, const void *from, int size, sqlite3_int64 place)
{
  return real(file)->pMethods->xWrite(real(file), from, size, place);
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
