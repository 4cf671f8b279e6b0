/* SPDX-License-Identifier: MIT */
#include "ui/paper/pdf_font.h"

#include "base/error.h"

#include <fontconfig/fontconfig.h>
#include <stdbool.h>
#include <string.h>
#include <uchar.h>

static const char *const song[] = {"Noto Serif CJK SC",
                                   "Source Han Serif SC",
                                   "Noto Serif SC",
                                   "FandolSong",
                                   "AR PL UMing CN",
                                   "Noto Sans CJK SC",
                                   NULL};
static const char *const hei[] = {"Noto Sans CJK SC",
                                  "Source Han Sans SC",
                                  "Noto Sans SC",
                                  "FandolHei",
                                  "WenQuanYi Zen Hei",
                                  "WenQuanYi Micro Hei",
                                  NULL};

static const struct {
    const char *const *families;
    double size;
    PangoWeight weight;
} styles[PDF_STYLES] = {
    [PDF_BODY] = {song, 10.5, PANGO_WEIGHT_NORMAL}, [PDF_TITLE] = {hei, 18, PANGO_WEIGHT_BOLD},
    [PDF_HEADING] = {hei, 12, PANGO_WEIGHT_BOLD},   [PDF_STRONG] = {hei, 10.5, PANGO_WEIGHT_BOLD},
    [PDF_SMALL] = {song, 9, PANGO_WEIGHT_NORMAL},   [PDF_HOST] = {hei, 16, PANGO_WEIGHT_BOLD},
};

/* Whether what was matched is Chinese at all: fontconfig gives its best, whatever that is. */
static bool has_chinese(const FcPattern *font)
{
    static const char32_t sample[] = U"学籍历证书办理遗失问题，。“”（）";
    FcCharSet *charset;
    if (FcPatternGetCharSet(font, FC_CHARSET, 0, &charset) != FcResultMatch)
        return false;
    for (size_t i = 0; sample[i]; i++)
        if (!FcCharSetHasChar(charset, sample[i]))
            return false;
    return true;
}

/* The first of the families that there is, else any Chinese one. The caller frees. */
static int find_family(char **out, const char *const *families)
{
    FcResult result;
    FcChar8 *name;
    FcPattern *wanted = FcPatternCreate(), *font = NULL;
    int error = wanted ? 0 : -ENOMEM;
    for (size_t i = 0; !error && families[i]; i++)
        if (!FcPatternAddString(wanted, FC_FAMILY, (const FcChar8 *)families[i]))
            error = -ENOMEM;
    if (!error && !FcPatternAddString(wanted, FC_LANG, (const FcChar8 *)"zh-cn"))
        error = -ENOMEM;
    if (!error && !FcConfigSubstitute(NULL, wanted, FcMatchPattern))
        error = -ENOPKG;
    if (!error) {
        FcDefaultSubstitute(wanted);
        font = FcFontMatch(NULL, wanted, &result);
        if (!font || !has_chinese(font) || FcPatternGetString(font, FC_FAMILY, 0, &name) != FcResultMatch)
            error = -ENOPKG;
    }
    if (!error) {
        *out = strdup((const char *)name);
        error = *out ? 0 : -ENOMEM;
    }
    if (font)
        FcPatternDestroy(font);
    if (wanted)
        FcPatternDestroy(wanted);
    return error;
}

int pdf_fonts_init(struct pdf_fonts *fonts)
{
    _cleanup_free_ char *song_family = NULL;
    _cleanup_free_ char *hei_family = NULL;
    *fonts = (struct pdf_fonts){0};
    int error = find_family(&song_family, song);
    if (!error)
        error = find_family(&hei_family, hei);
    if (error)
        return error;
    for (int style = 0; style < PDF_STYLES; style++) {
        fonts->of[style] = pango_font_description_new();
        pango_font_description_set_family(fonts->of[style],
                                          styles[style].families == song ? song_family : hei_family);
        pango_font_description_set_weight(fonts->of[style], styles[style].weight);
        pango_font_description_set_absolute_size(fonts->of[style], styles[style].size * PANGO_SCALE);
        fonts->size[style] = styles[style].size;
    }
    return 0;
}

void pdf_fonts_fini(struct pdf_fonts *fonts)
{
    for (int style = 0; style < PDF_STYLES; style++)
        pango_font_description_free(fonts->of[style]);
}
