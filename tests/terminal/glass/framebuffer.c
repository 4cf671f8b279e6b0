/* SPDX-License-Identifier: MIT */
/*
 * For LD_PRELOAD: the file FRAMEBUFFER_FILE of FRAMEBUFFER_WIDTH × FRAMEBUFFER_HEIGHT pixels of 4 bytes is
 * /dev/fb0, and our console is the one in front. So kmscon draws on a machine without a graphics card, and
 * what it draws is a file.
 */
#undef _FILE_OFFSET_BITS /* it makes open and open64 the same function */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fb.h>
#include <linux/kd.h>
#include <linux/vt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PUBLIC __attribute__((visibility("default")))

PUBLIC int open(const char *path, int flags, ...);
PUBLIC int open64(const char *path, int flags, ...);
PUBLIC int ioctl(int fd, unsigned long request, ...);

static unsigned number(const char *name)
{
    const char *value = getenv(name);
    return value ? (unsigned)strtoul(value, NULL, 10) : 0;
}

/* The next library's open, or the file in the card's place. */
static int open_as(const char *function, const char *path, int flags, mode_t mode)
{
    int (*next)(const char *, int, ...);
    *(void **)&next = dlsym(RTLD_NEXT, function);
    const char *file = getenv("FRAMEBUFFER_FILE");
    if (file && strcmp(path, "/dev/fb0") == 0)
        return next(file, O_RDWR | (flags & O_CLOEXEC));
    return next(path, flags, mode);
}

int open(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return open_as("open", path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return open_as("open64", path, flags, mode);
}

static int is_framebuffer(int fd)
{
    struct stat one, other;
    const char *file = getenv("FRAMEBUFFER_FILE");
    return file && fstat(fd, &one) == 0 && stat(file, &other) == 0 && one.st_ino == other.st_ino &&
           one.st_dev == other.st_dev;
}

static int describe_fixed(struct fb_fix_screeninfo *out)
{
    unsigned width = number("FRAMEBUFFER_WIDTH"), height = number("FRAMEBUFFER_HEIGHT");
    *out = (struct fb_fix_screeninfo){.id = "file",
                                      .smem_len = width * height * 4,
                                      .type = FB_TYPE_PACKED_PIXELS,
                                      .visual = FB_VISUAL_TRUECOLOR,
                                      .line_length = width * 4};
    return 0;
}

static int describe_mode(struct fb_var_screeninfo *out)
{
    unsigned width = number("FRAMEBUFFER_WIDTH"), height = number("FRAMEBUFFER_HEIGHT");
    *out = (struct fb_var_screeninfo){.xres = width,
                                      .yres = height,
                                      .xres_virtual = width,
                                      .yres_virtual = height,
                                      .bits_per_pixel = 32,
                                      .red = {.offset = 16, .length = 8},
                                      .green = {.offset = 8, .length = 8},
                                      .blue = {.length = 8}};
    return 0;
}

static int serve_framebuffer(unsigned long request, void *argument)
{
    switch (request) {
    case FBIOGET_FSCREENINFO:
        return describe_fixed(argument);
    case FBIOGET_VSCREENINFO:
        return describe_mode(argument);
    case FBIOPUT_VSCREENINFO:
    case FBIOPAN_DISPLAY:
    case FBIOGETCMAP:
    case FBIOPUTCMAP:
    case FBIOBLANK:
        return 0;
    default:
        errno = EINVAL;
        return -1;
    }
}

/* The real console is not touched: what would switch it is taken for done. */
static int serve_console(int fd, unsigned long request, void *argument)
{
    unsigned console = number("FRAMEBUFFER_VT");
    switch (request) {
    case VT_GETSTATE:
        *(struct vt_stat *)argument = (struct vt_stat){.v_active = (unsigned short)console, .v_state = 1};
        return 0;
    case VT_SETMODE:
    case VT_RELDISP:
    case VT_ACTIVATE:
    case VT_WAITACTIVE:
    case KDSETMODE:
    case KDSKBMODE:
        return 0;
    default:
        return (int)syscall(SYS_ioctl, fd, request, argument);
    }
}

int ioctl(int fd, unsigned long request, ...)
{
    va_list arguments;
    va_start(arguments, request);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    return is_framebuffer(fd) ? serve_framebuffer(request, argument) : serve_console(fd, request, argument);
}
