/* The lower bound: reads a file on several threads and counts its newlines. Usage: newlines FILE THREADS */
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 256 << 10, MAX_THREADS = 64 };

static int file;
static atomic_long claimed;
static atomic_long newlines;

static void *work(void *unused) {
  (void)unused;
  char *block = malloc(BLOCK + 128);
  long count = 0;
  for (;;) {
    ssize_t length = pread(file, block, BLOCK, BLOCK * atomic_fetch_add(&claimed, 1));
    if (length <= 0) {
      break;
    }
    memset(block + length, 0, 128);
    for (ssize_t from = 0; from < length; from += 128) {
      unsigned char few = 0;
      for (ssize_t i = from; i < from + 128; i++) {
        few += block[i] == '\n';
      }
      count += few;
    }
  }
  atomic_fetch_add(&newlines, count);
  free(block);
  return NULL;
}

int main(int argc, char **argv) {
  int threads = argc > 2 ? atoi(argv[2]) : 1;
  file = argc > 1 ? open(argv[1], O_RDONLY) : -1;
  if (file < 0 || threads < 1 || threads > MAX_THREADS) {
    fprintf(stderr, "usage: newlines FILE THREADS\n");
    return 2;
  }
  pthread_t others[MAX_THREADS];
  for (int i = 1; i < threads; i++) {
    pthread_create(&others[i], NULL, work, NULL);
  }
  work(NULL);
  for (int i = 1; i < threads; i++) {
    pthread_join(others[i], NULL);
  }
  printf("%ld\n", (long)newlines);
  return 0;
}
