/* lambent-network.so: preloaded into a function's processes in test cases, it keeps them on this machine.
 *
 *   LD_PRELOAD=/…/lambent-network.so AWS_LAMBDA_RUNTIME_API=127.0.0.1:34567 python3 app.py
 *
 * It stands before the C library's functions that resolve names and send to addresses (fence.c). What is not loopback or
 * a local socket is refused as on a machine without network: a name is not known (EAI_NONAME), a connection is refused
 * (ECONNREFUSED), a datagram finds no way (ENETUNREACH). Before it is, the emulator is told which host was wanted
 * (tell.c), so that a test case can judge it.
 *
 * What it cannot reach: programs linked statically, Go's (they ask the kernel themselves), musl's, io_uring.
 * docs/testing.md tells users. Built without extra libraries. Between the files of this folder only. */
#ifndef LAMBENT_NETWORK_FENCE_H
#define LAMBENT_NETWORK_FENCE_H
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <netinet/in.h>
#include <sys/socket.h>

#define LAMBENT_SHOWN __attribute__((visibility("default")))

enum { kHostLength = 256 };

void lambent_network_start(void);

/* The C library's own, whoever stands before it. */
int lambent_real_connect(int fd, const struct sockaddr* to, socklen_t length);

/* foreign.c: whether a name or an address leads away from this machine. A numeric name does not: its address is judged
 * when it is used. The address is written to `host` as text, with its port. */
int lambent_foreign_name(const char* name);
int lambent_foreign_address(const struct sockaddr* to, socklen_t length, char host[kHostLength], int* port);

/* Tells the emulator and waits for its answer, two seconds at most. Keeps errno. */
void lambent_tell(const char* host, int port);

#endif
