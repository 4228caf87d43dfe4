/* The sheet's parts: title above, credits below, and between them the map with the panel beside it,
 * or under it where the sheet is upright. */
#include "map/parts.h"

#include <math.h>

#include "base/fail.h"

static const double LEAST_FRAME_WIDTH = 160;
static const double LEAST_FRAME_HEIGHT = 110;
static const double SMALL_SHEET = 500; /* px; below it, figures stand on two sides only */
static const double LEAST_TYPE_PT = 5.5;
static const double MOST_PANEL_BELOW = 0.42;     /* of the sheet's height */
static const double MOST_PANEL_OF_MIDDLE = 0.55; /* of what title and credits leave */

/* Between the parts: less where there is little of everything. */
static double gap_of(const mrs_sheet *sheet)
{
    return fmin(fmax(fmin(sheet->area.w, sheet->area.h) * 0.024, 6), 24);
}

/* As wide as a line of the graticule's figures is high. */
static double gutter_of(const mrs_sheet *sheet)
{
    bool none = sheet->options->graticule == MARSAD_GRATICULE_NONE;
    return none ? 1 : round(mrs_sheet_number(sheet, MRS_SMALL_SIZE) * 1.36 + 3);
}

void mrs_measure_sheet(mrs_sheet *sheet, const mrs_paper *paper)
{
    const double pt_per_inch = 72;
    double inset = paper->bleed + paper->margin;
    sheet->area = (mrs_rect){inset, inset, paper->width - 2 * paper->margin,
                             paper->height - 2 * paper->margin};
    sheet->least_type = paper->in_mm ? LEAST_TYPE_PT * paper->px_per_inch / pt_per_inch : 0;
    sheet->gutter = gutter_of(sheet);
    sheet->far_gutter = fmin(paper->width, paper->height) < SMALL_SHEET ? 1 : sheet->gutter;
}

static bool stands_below(mrs_rect area)
{
    return area.w < area.h * 0.95 || (area.w < 600 && area.w < area.h * 1.25);
}

/* Title and credits begin and end where the frame and the panel do. */
static void place_bands(mrs_sheet *sheet)
{
    mrs_rect a = sheet->area;
    double end = sheet->panel_below ? sheet->far_gutter : 0;
    mrs_rect band = {a.x + (sheet->rtl ? end : sheet->gutter), a.y, a.w - sheet->gutter - end, 0};
    sheet->title_box = sheet->credits_box = band;
}

/* The frame above the panel. The panel's height is asked for, or found by what it will hold. */
static marsad_status put_panel_below(mrs_sheet *sheet, mrs_rect *frame, marsad_error *error)
{
    double gap = gap_of(sheet);
    marsad_status status = MARSAD_OK;
    double taken = gap * 1.5;
    sheet->panel_limit =
        fmin(sheet->area.h * MOST_PANEL_BELOW, (frame->h - taken) * MOST_PANEL_OF_MIDDLE);
    double height = fmin(sheet->panel_asked, fmax(sheet->panel_limit, 0));
    if (height <= 0) {
        status = mrs_panel_height(sheet, frame->w, sheet->panel_limit, &height, error);
    }
    frame->h -= height + taken;
    sheet->panel_box =
        (mrs_rect){frame->x, frame->y + frame->h + sheet->gutter + gap, frame->w, height};
    return status;
}

/* The frame and, on the side where the sheet's lines end, the panel. */
static void put_panel_beside(mrs_sheet *sheet, mrs_rect *frame)
{
    double em = mrs_sheet_number(sheet, MRS_TEXT_MAIN_SIZE);
    double width = fmin(fmax(sheet->area.w * 0.2, 12.5 * em), 22 * em);
    double gap = gap_of(sheet);
    double taken = width + fmax(gap / 2, gap - sheet->far_gutter);
    frame->w -= taken;
    frame->x += sheet->rtl ? taken : 0;
    double x = sheet->area.x + (sheet->rtl ? 0 : sheet->area.w - width);
    sheet->panel_spill = sheet->gutter * 0.8; /* no figures stand below it */
    double above = 0.33 * em; /* of the first heading's letters: they begin where the frame does */
    sheet->panel_box = (mrs_rect){x, frame->y - above, width, frame->h + above};
}

static marsad_status check_room(const mrs_sheet *sheet, const mrs_rect *frame, marsad_error *error)
{
    if (frame->w < LEAST_FRAME_WIDTH || frame->h < LEAST_FRAME_HEIGHT) {
        const char *unit;
        double width = mrs_paper_length(sheet->scene, fmax(frame->w, 0), &unit);
        double height = mrs_paper_length(sheet->scene, fmax(frame->h, 0), &unit);
        return mrs_fail(
            error, MARSAD_ERR_USAGE,
            "the sheet is too small for its title, legend and credits: the map would be "
            "%.0f by %.0f %s; ask for a larger size",
            width, height, unit);
    }
    return MARSAD_OK;
}

marsad_status mrs_lay_out_parts(mrs_sheet *sheet, mrs_rect *frame, marsad_error *error)
{
    sheet->panel_below = stands_below(sheet->area);
    place_bands(sheet);
    mrs_measure_title(sheet);
    marsad_status status = mrs_measure_credits(sheet, error);
    if (status) {
        return status;
    }
    double gap = gap_of(sheet);
    double foot = sheet->area.y + sheet->area.h;
    sheet->credits_box.y = foot - sheet->credits_box.h;
    double top = sheet->title_box.y + sheet->title_box.h + gap * 0.3 + sheet->far_gutter;
    double bottom = sheet->credits_box.y - gap * 0.5 - sheet->gutter;
    double start = sheet->rtl ? sheet->far_gutter : sheet->gutter;
    *frame = (mrs_rect){sheet->area.x + start, top,
                        sheet->area.w - sheet->gutter - sheet->far_gutter, bottom - top};
    if (sheet->panel_below) {
        status = put_panel_below(sheet, frame, error);
    } else {
        put_panel_beside(sheet, frame);
    }
    return status ? status : check_room(sheet, frame, error);
}
