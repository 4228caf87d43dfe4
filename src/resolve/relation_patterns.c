#include "resolve/relation_match.h"

/* clang-format off */

/* The notation of the patterns below. */
#define W(word)     {MRS_ELEMENT_WORD, MRS_ONCE, MRS_WORD_##word}
#define MAYBE(word) {MRS_ELEMENT_WORD, MRS_MAYBE, MRS_WORD_##word}
#define ANY(word)   {MRS_ELEMENT_WORD, MRS_ANY, MRS_WORD_##word}
#define SOME(word)  {MRS_ELEMENT_WORD, MRS_SOME, MRS_WORD_##word}
/* what may stand between "along" and "road" */
#define FILLING     {MRS_ELEMENT_WORD, MRS_ANY, MRS_WORD_ON | MRS_WORD_FILLER | MRS_WORD_OF}
#define DASH        {MRS_ELEMENT_WORD, MRS_ONCE, 0}
#define MAYBE_DASH  {MRS_ELEMENT_WORD, MRS_MAYBE, 0}
#define FIGURE      {MRS_ELEMENT_FIGURE, 0, 0}
#define WIND        {MRS_ELEMENT_WIND, MRS_WIND_ANY, 0}
#define SPELT_WIND  {MRS_ELEMENT_WIND, MRS_WIND_SPELT, 0}
#define BARE_WIND   {MRS_ELEMENT_WIND, MRS_WIND_INDEFINITE, 0}
#define THE_WIND    {MRS_ELEMENT_WIND, MRS_WIND_WITH_THE, 0}
#define X           {MRS_ELEMENT_ANCHOR, 0, 0}
#define Y           {MRS_ELEMENT_ANCHOR, 1, 0}
#define Z           {MRS_ELEMENT_ANCHOR, 2, 0}
#define AND         {MRS_ELEMENT_AND, 0, 0}
#define FOR         {MRS_ELEMENT_FOR, 0, 0}
#define WITH        {MRS_ELEMENT_WITH, 0, 0}
#define NEXT        {MRS_ELEMENT_NEXT, 0, 0}
#define COMMA       {MRS_ELEMENT_BREAK, MRS_ONCE, 0}
#define MAYBE_COMMA {MRS_ELEMENT_BREAK, MRS_MAYBE, 0}

#define BARE   MRS_PATTERN_BARE
#define FIRST  MRS_PATTERN_FIRST
#define SIDE   MRS_PATTERN_SIDE
#define NAMED  MRS_PATTERN_NAMED
#define ARABIC MRS_PATTERN_ARABIC
#define LATIN  MRS_PATTERN_LATIN

#define HAS_BOTH  (MRS_WORD_FIGURE | MRS_WORD_WIND)
#define HAS(word) MRS_WORD_##word

#define OFFSET    MRS_RELATION_OFFSET
#define DISTANCE  MRS_RELATION_DISTANCE
#define DIRECTION MRS_RELATION_DIRECTION
#define PART      MRS_RELATION_PART
#define AROUND    MRS_RELATION_AROUND
#define NEAR      MRS_RELATION_NEAR
#define BETWEEN   MRS_RELATION_BETWEEN
#define MIDWAY    MRS_RELATION_MIDWAY
#define ROAD      MRS_RELATION_ROAD
#define ALONG     MRS_RELATION_ALONG

static const mrs_pattern patterns[] = {
    /* 15 km south of X; 20 كم شرق X; à 20 km au sud de X */
    {OFFSET, BARE, 0, HAS_BOTH, {FIGURE, ANY(AWAY), ANY(TOWARD), WIND, MAYBE(OF), X}},
    /* شمال شرق X بمسافة 20 كم; east of X, 15 km */
    {OFFSET, BARE, 1, HAS_BOTH, {WIND, MAYBE(OF), X, MAYBE_COMMA, ANY(AWAY), FIGURE}},
    /* X, 15 km south; X 15 km SE; X (15 km south) */
    {OFFSET, 0, 1, HAS_BOTH, {X, MAYBE_COMMA, FIGURE, ANY(TOWARD), WIND}},
    {OFFSET, 0, 1, HAS_BOTH, {X, MAYBE_COMMA, WIND, FIGURE}},
    /* 20 km from X to the south; على بعد 20 كم من X جنوبا */
    {OFFSET, BARE, 0, HAS_BOTH, {FIGURE, ANY(AWAY), W(OF), X, MAYBE_COMMA, ANY(TOWARD), WIND}},
    /* south, 15 km from X; جنوبا 20 كم من X */
    {OFFSET, BARE, 0, HAS_BOTH, {WIND, MAYBE_COMMA, FIGURE, ANY(AWAY), W(OF), X}},

    /* 20 km from X; 20 km outside X; 20 كم عن X */
    {DISTANCE, BARE, 1, HAS(FIGURE), {FIGURE, ANY(AWAY), W(OF), X}},
    {DISTANCE, BARE, 0, HAS(FIGURE), {FIGURE, W(AROUND), MAYBE(OF), X}},
    {DISTANCE, BARE, 0, HAS(FIGURE), {FIGURE, W(BESIDE), X}},

    /* east of X; au sud de X; إلى الشرق من X */
    {DIRECTION, BARE | SIDE, 0, HAS(WIND), {WIND, W(OF), X}},
    /* شرق X; شمالي X */
    {DIRECTION, BARE | SIDE | NAMED | ARABIC, 0, HAS(WIND), {BARE_WIND, X}},
    {PART, BARE, 0, HAS(WIND), {THE_WIND, FOR, X}},

    /* southern X; south X */
    {PART, NAMED | LATIN, 1, HAS(WIND), {SPELT_WIND, X}},
    /* southern suburbs of X */
    {PART, BARE, 0, HAS(WIND), {SPELT_WIND, W(EDGE), W(OF), X}},
    {PART, BARE, 0, HAS(WIND), {SPELT_WIND, W(PART), W(OF), X}},
    {PART, BARE, 0, HAS(WIND), {SPELT_WIND, W(ZONE), W(OF), X}},
    /* southern X suburbs; X's southern suburbs; X, south */
    {PART, LATIN, 0, HAS(WIND) | HAS(SKIRTS), {SPELT_WIND, X, W(SKIRTS)}},
    {PART, LATIN, 0, HAS(WIND) | HAS(EDGE), {X, SPELT_WIND, W(EDGE)}},
    {PART, LATIN, 0, HAS(WIND) | HAS(PART), {X, SPELT_WIND, W(PART)}},
    {PART, 0, 2, HAS(WIND), {X, COMMA, SPELT_WIND}},
    /* banlieue sud de X; أحياء جنوب X; الجزء الشرقي من X */
    {PART, BARE, 0, HAS(WIND) | HAS(EDGE), {W(EDGE), WIND, W(OF), X}},
    {PART, BARE, 0, HAS(WIND) | HAS(PART), {W(PART), WIND, W(OF), X}},
    {PART, BARE | ARABIC, 0, HAS(WIND) | HAS(EDGE), {W(EDGE), BARE_WIND, X}},
    {PART, BARE | ARABIC, 0, HAS(WIND) | HAS(PART), {W(PART), BARE_WIND, X}},
    {PART, BARE, 0, HAS(WIND) | HAS(ZONE), {W(ZONE), THE_WIND, W(OF), X}},
    /* الضواحي الجنوبية لـX */
    {PART, BARE, 0, HAS(WIND) | HAS(EDGE), {W(EDGE), WIND, FOR, X}},
    {PART, BARE, 0, HAS(WIND) | HAS(PART), {W(PART), WIND, FOR, X}},
    {PART, BARE, 0, HAS(WIND) | HAS(ZONE), {W(ZONE), THE_WIND, FOR, X}},
    /* ضواحي X الجنوبية; ريف X الجنوبي */
    {PART, BARE | ARABIC, 0, HAS(WIND) | HAS(EDGE), {W(EDGE), X, THE_WIND}},
    {PART, BARE | ARABIC, 0, HAS(WIND) | HAS(PART), {W(PART), X, THE_WIND}},

    /* outskirts of X; ضواحي X; الضواحي المحيطة بـX; countryside around X */
    {AROUND, BARE, 0, HAS(EDGE), {W(EDGE), W(OF), X}},
    {AROUND, BARE | ARABIC, 0, HAS(EDGE), {W(EDGE), X}},
    {AROUND, BARE, 1, HAS(EDGE), {W(EDGE), FOR, X}},
    {AROUND, BARE, 0, HAS(EDGE) | HAS(AROUND), {W(EDGE), W(AROUND), MAYBE(OF), X}},
    {AROUND, LATIN, 1, HAS(SKIRTS), {X, W(SKIRTS)}},
    {AROUND, BARE, 1, HAS(AROUND), {W(AROUND), MAYBE(OF), X}},

    /* near X; close to X; in the vicinity of X; بالقرب من X; non loin de X */
    {NEAR, BARE, 0, HAS(NEAR), {W(NEAR), X}},
    {NEAR, BARE, 0, HAS(NEAR), {W(NEAR), W(OF), X}},
    {NEAR, BARE, 0, HAS(NEAR), {W(NEAR), W(TO), X}},
    {NEAR, BARE, 1, HAS(NEAR), {W(NEAR), FOR, X}},
    {NEAR, BARE, 0, HAS(FAR) | HAS(NOT), {W(NOT), W(FAR), W(OF), X}},
    {NEAR, FIRST, 1, HAS(BESIDE), {W(BESIDE), X}},

    /* between X and Y; بين X وY */
    {BETWEEN, BARE, 1, HAS(BETWEEN), {W(BETWEEN), X, AND, MAYBE(BETWEEN), Y}},

    /* midway between X and Y; منتصف الطريق بين X وY; halfway from X to Y */
    {MIDWAY, BARE, 0, HAS(MIDDLE) | HAS(BETWEEN),
     {W(MIDDLE), MAYBE_DASH, ANY(WAY), FILLING, MAYBE(ROAD), ANY(PAVED), ANY(LINK), W(BETWEEN), X, AND,
      MAYBE(BETWEEN), Y}},
    {MIDWAY, BARE, 0, HAS(MIDDLE),
     {W(MIDDLE), MAYBE_DASH, ANY(WAY), FILLING, MAYBE(ROAD), W(OF), X, W(TO), Y}},
    {MIDWAY, BARE, 2, HAS(MIDDLE), {W(MIDDLE), MAYBE_DASH, ANY(WAY), W(OF), X, AND, MAYBE(OF), Y}},
    {MIDWAY, BARE, 0, HAS(MIDDLE) | HAS(ROAD),
     {W(MIDDLE), MAYBE_DASH, ANY(WAY), FILLING, X, DASH, Y, ANY(PAVED), W(ROAD)}},
    {MIDWAY, BARE, 0, HAS(MIDDLE) | HAS(ROAD),
     {W(MIDDLE), MAYBE_DASH, ANY(WAY), FILLING, W(ROAD), X, DASH, Y}},

    /* road from X to Y; road between X and Y; الطريق الرابط بين X وY; route reliant X à Y */
    {ROAD, BARE, 0, HAS(ROAD), {W(ROAD), ANY(PAVED), ANY(LINK), W(OF), X, W(TO), Y}},
    {ROAD, BARE, 2, HAS(ROAD), {W(ROAD), ANY(PAVED), ANY(LINK), W(OF), X, FOR, Y}},
    {ROAD, BARE, 0, HAS(ROAD) | HAS(BETWEEN),
     {W(ROAD), ANY(PAVED), ANY(LINK), W(BETWEEN), X, AND, MAYBE(BETWEEN), Y}},
    {ROAD, BARE, 0, HAS(ROAD) | HAS(LINK), {W(ROAD), ANY(PAVED), SOME(LINK), X, W(TO), Y}},
    {ROAD, BARE, 0, HAS(ROAD) | HAS(LINK), {W(ROAD), ANY(PAVED), SOME(LINK), X, W(WITH), Y}},
    {ROAD, BARE, 0, HAS(ROAD) | HAS(LINK), {W(ROAD), ANY(PAVED), SOME(LINK), X, WITH, Y}},
    {ROAD, BARE, 1, HAS(ROAD) | HAS(LINK), {W(ROAD), ANY(PAVED), SOME(LINK), X, AND, Y}},
    /* طريق X - Y; X-Y road; X to Y highway */
    {ROAD, BARE, 0, HAS(ROAD), {W(ROAD), ANY(PAVED), MAYBE(OF), X, DASH, Y}},
    {ROAD, BARE, 1, HAS(ROAD), {W(ROAD), X, W(TO), Y}},
    {ROAD, 0, 0, HAS(ROAD), {X, DASH, Y, ANY(PAVED), W(ROAD)}},
    {ROAD, 0, 0, HAS(ROAD) | HAS(TO), {X, W(TO), Y, ANY(PAVED), W(ROAD)}},
    /* طريق X Y */
    {ROAD, BARE | ARABIC, 3, HAS(ROAD), {W(ROAD), X, NEXT, Y}},
    /* on the road to Y, الطريق المؤدي إلى Y; على طريق Y; on the Y road */
    {ROAD, BARE, 0, HAS(ROAD), {W(ROAD), ANY(PAVED), ANY(LINK), W(TO), X}},
    {ROAD, BARE, 2, HAS(ROAD) | HAS(LINK), {W(ROAD), ANY(PAVED), SOME(LINK), FOR, X}},
    {ROAD, BARE, 1, HAS(ROAD) | HAS(ON), {W(ON), FILLING, W(ROAD), W(OF), X}},
    {ROAD, BARE | ARABIC, 4, HAS(ROAD) | HAS(ON), {W(ON), FILLING, W(ROAD), X}},
    {ROAD, BARE | LATIN, 3, HAS(ROAD) | HAS(ON), {W(ON), FILLING, X, ANY(PAVED), W(ROAD)}},

    /* 20 km along the X-Y road */
    {ALONG, BARE, 0, HAS(FIGURE) | HAS(ROAD),
     {FIGURE, ANY(AWAY), W(ON), FILLING, X, DASH, Y, ANY(PAVED), W(ROAD)}},
    {ALONG, BARE, 0, HAS(FIGURE) | HAS(ROAD),
     {FIGURE, ANY(AWAY), W(ON), FILLING, W(ROAD), ANY(PAVED), MAYBE(OF), X, DASH, Y}},
    {ALONG, BARE, 0, HAS(FIGURE) | HAS(ROAD),
     {FIGURE, ANY(AWAY), W(ON), FILLING, W(ROAD), ANY(PAVED), ANY(LINK), W(OF), X, W(TO), Y}},
    {ALONG, BARE, 0, HAS(FIGURE) | HAS(ROAD),
     {FIGURE, ANY(AWAY), W(ON), FILLING, W(ROAD), ANY(PAVED), ANY(LINK), W(BETWEEN), X, AND, MAYBE(BETWEEN), Y}},
    /* 20 km from X towards Y; à 20 km de X en direction de Y */
    {ALONG, BARE, 0, HAS(FIGURE) | HAS(HEADING),
     {FIGURE, ANY(AWAY), W(OF), X, MAYBE_COMMA, ANY(FILLER), SOME(HEADING), MAYBE(OF), Y}},
};

/* What stands before the tails. */
static const mrs_pattern heads[] = {
    {ALONG, BARE, 0, HAS(FIGURE) | HAS(ROAD), {FIGURE, ANY(AWAY), W(OF), X}},
    {ALONG, BARE, 0, HAS_BOTH | HAS(ROAD), {FIGURE, ANY(AWAY), ANY(TOWARD), WIND, MAYBE(OF), X}},
    {ROAD, BARE, 0, HAS(WIND) | HAS(ROAD), {WIND, W(OF), X}},
    {ROAD, BARE | ARABIC, 0, HAS(WIND) | HAS(ROAD), {BARE_WIND, X}},
};

static const mrs_pattern tails[] = {
    /* on the road to Y; على الطريق إلى Y; الطريق المؤدي إلى Y */
    {ALONG, 0, 0, 0, {MAYBE_COMMA, W(ON), FILLING, W(ROAD), ANY(PAVED), ANY(LINK), W(TO), Y}},
    {ALONG, 0, 0, 0, {MAYBE_COMMA, W(ON), FILLING, W(ROAD), ANY(PAVED), SOME(HEADING), MAYBE(OF), Y}},
    /* sur la route de Y; على طريق Y; on the Y road */
    {ALONG, 0, 0, 0, {MAYBE_COMMA, W(ON), FILLING, W(ROAD), ANY(PAVED), W(OF), Y}},
    {ALONG, 0, 3, 0, {MAYBE_COMMA, W(ON), FILLING, W(ROAD), Y}},
    {ALONG, 0, 3, 0, {MAYBE_COMMA, W(ON), FILLING, Y, ANY(PAVED), W(ROAD)}},
    /* on the Y-Z road; على طريق Y - Z; on the road from Y to Z; على الطريق بين Y وZ */
    {ALONG, 0, 0, 0, {MAYBE_COMMA, W(ON), FILLING, Y, DASH, Z, ANY(PAVED), W(ROAD)}},
    {ALONG, 0, 0, 0, {MAYBE_COMMA, W(ON), FILLING, W(ROAD), ANY(PAVED), MAYBE(OF), Y, DASH, Z}},
    {ALONG, 0, 0, 0, {MAYBE_COMMA, W(ON), FILLING, W(ROAD), ANY(PAVED), ANY(LINK), W(OF), Y, W(TO), Z}},
    {ALONG, 0, 0, 0, {MAYBE_COMMA, W(ON), FILLING, W(ROAD), ANY(PAVED), ANY(LINK), W(BETWEEN), Y, AND, Z}},
};
/* clang-format on */

const mrs_pattern *mrs_relation_patterns(size_t *count)
{
    *count = sizeof patterns / sizeof *patterns;
    return patterns;
}

const mrs_pattern *mrs_relation_heads(size_t *count)
{
    *count = sizeof heads / sizeof *heads;
    return heads;
}

const mrs_pattern *mrs_relation_tails(size_t *count)
{
    *count = sizeof tails / sizeof *tails;
    return tails;
}
