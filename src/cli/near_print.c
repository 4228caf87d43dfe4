/* How what lies around a place is told. */
#include "cli/near.h"

static struct json_object *json_incident(const marsad_incident *incident, marsad_lang lang)
{
    struct json_object *object = json_object_new_object();
    char date[MARSAD_DATE_TEXT];
    marsad_date_text(incident->date, date);
    json_object_object_add(object, "row", json_object_new_int64(incident->row));
    cli_json_add_text(object, "id", incident->id);
    cli_json_add_text(object, "date", date);
    cli_json_add_text(object, "type", marsad_incident_type_name(incident->type));
    cli_json_add_text(object, "location", incident->location);
    cli_json_add_text(object, "label", incident->label);
    cli_json_add_text(object, "headline", marsad_incident_headline(incident, lang));
    json_object_object_add(object, "lon", cli_json_number(incident->at.lon, 6));
    json_object_object_add(object, "lat", cli_json_number(incident->at.lat, 6));
    json_object_object_add(object, "uncertainty_m", cli_json_number(incident->uncertainty_m, 1));
    return object;
}

/* The item as one flat object, which CSV and GeoJSON are made of too. */
static struct json_object *json_item(const nearby *all, const near_item *item)
{
    struct json_object *object = item->place ? cli_json_place(item->place)
                                             : json_incident(item->incident, all->telling.lang);
    bool certain = item->line.line.distance_m + item->line.uncertainty_m <= all->radius_m;
    cli_json_line(object, &item->line, &all->telling);
    json_object_object_add(object, "within_certain", json_object_new_boolean(certain));
    return object;
}

static void print_json(const nearby *all)
{
    struct json_object *object = json_object_new_object();
    struct json_object *list = json_object_new_array();
    for (size_t i = 0; i < all->count; i++) {
        json_object_array_add(list, json_item(all, &all->items[i]));
    }
    json_object_object_add(object, "place", cli_json_place(all->centre));
    json_object_object_add(object, "within_m", cli_json_number(all->radius_m, 3));
    json_object_object_add(object, all->events ? "incidents" : "places", list);
    cli_json_print(object, false, stdout);
}

static void print_ndjson(const nearby *all)
{
    for (size_t i = 0; i < all->count; i++) {
        cli_json_print(json_item(all, &all->items[i]), true, stdout);
    }
}

static struct json_object *json_feature(const nearby *all, const near_item *item)
{
    struct json_object *properties = json_item(all, item);
    json_object_object_del(properties, "lon");
    json_object_object_del(properties, "lat");
    return cli_json_feature(item->place ? &item->place->at : &item->incident->at, properties);
}

static void print_geojson(const nearby *all)
{
    struct json_object *features = json_object_new_array();
    for (size_t i = 0; i < all->count; i++) {
        json_object_array_add(features, json_feature(all, &all->items[i]));
    }
    cli_json_print_features(features);
}

/* The columns that the object's members become. */
static const char *const PLACE_COLUMNS[] = {"id",     "name", "name_ar", "feature_code",  "country",
                                            "admin1", "lon",  "lat",     "uncertainty_m", "source"};
static const char *const INCIDENT_COLUMNS[] = {
    "row", "id", "date", "type", "location", "label", "headline", "lon", "lat", "uncertainty_m"};

enum { OWN_COLUMNS = 10, CSV_MOST = OWN_COLUMNS + CLI_LINE_COLUMNS + 1 };

static size_t csv_header(const nearby *all, const char *out[CSV_MOST])
{
    const char *const *own = all->events ? INCIDENT_COLUMNS : PLACE_COLUMNS;
    for (size_t i = 0; i < OWN_COLUMNS; i++) {
        out[i] = own[i];
    }
    size_t count = OWN_COLUMNS + cli_line_header(&all->telling, out + OWN_COLUMNS);
    out[count++] = "within_certain";
    return count;
}

static void print_csv(const nearby *all)
{
    const char *header[CSV_MOST], *cells[CSV_MOST];
    size_t count = csv_header(all, header);
    cli_csv_row(stdout, count, header);
    for (size_t i = 0; i < all->count; i++) {
        struct json_object *object = json_item(all, &all->items[i]);
        for (size_t column = 0; column < count; column++) {
            struct json_object *member = json_object_object_get(object, header[column]);
            cells[column] = member ? json_object_get_string(member) : "";
        }
        cli_csv_row(stdout, count, cells);
        json_object_put(object);
    }
}

static void add_row(const nearby *all, cli_table *table, const near_item *item)
{
    char distance[CLI_TEXT], bearing[CLI_TEXT], name[CLI_SHOWN], kind[CLI_TEXT];
    const marsad_incident *incident = item->incident;
    char date[MARSAD_DATE_TEXT] = "";
    cli_distance_text(distance, &item->line, all->telling.unit);
    cli_bearing_text(bearing, &item->line, all->telling.lang);
    if (incident) {
        const char *headline = marsad_incident_headline(incident, all->telling.lang);
        cli_shown(name, headline[0] ? headline : incident->label);
        marsad_date_text(incident->date, date);
        snprintf(kind, sizeof kind, "%s", marsad_incident_type_name(incident->type));
        char row[32], where[CLI_SHOWN];
        snprintf(row, sizeof row, "%ld", incident->row);
        const char *const cells[] = {distance,
                                     bearing,
                                     date,
                                     kind,
                                     incident->id[0] ? incident->id : row,
                                     cli_shown(where, incident->location),
                                     name};
        cli_table_add(table, cells);
    } else {
        const char *const cells[] = {
            distance, bearing, cli_shown(name, marsad_place_name(item->place, all->telling.lang)),
            item->place->feature_code, item->place->id};
        cli_table_add(table, cells);
    }
}

static void print_table(const nearby *all)
{
    static const char *const places[] = {"DISTANCE", "BEARING", "PLACE", "KIND", "ID"};
    static const char *const incidents[] = {"DISTANCE", "BEARING",  "DATE",    "TYPE",
                                            "ID",       "LOCATION", "HEADLINE"};
    if (all->count == 0) {
        return; /* a note says so */
    }
    cli_table *table = all->events ? cli_table_new(7, incidents) : cli_table_new(5, places);
    cli_table_align_right(table, 0);
    for (size_t i = 0; i < all->count; i++) {
        add_row(all, table, &all->items[i]);
    }
    cli_table_print(table, stdout);
}

void near_note_rest(const nearby *all)
{
    const char *what = all->events ? "incident" : "place";
    const char *name = cli_point_name(all->answer, all->telling.lang);
    if (all->count == 0) {
        cli_note("no %s%s is known within %s of %s", what, all->kinds ? " of this kind" : "",
                 all->radius_text, name);
    }
    if (all->left_off) {
        cli_note("more %ss lie within %s: give a larger --limit", what, all->radius_text);
    }
    if (all->perhaps) {
        cli_note("%zu more incident%s may lie within %s: %s uncertainty reaches so far",
                 all->perhaps, all->perhaps == 1 ? "" : "s", all->radius_text,
                 all->perhaps == 1 ? "its" : "their");
    }
}

void near_print(const nearby *all, cli_format format)
{
    switch (format) {
    case CLI_JSON:
        print_json(all);
        break;
    case CLI_NDJSON:
        print_ndjson(all);
        break;
    case CLI_GEOJSON:
        print_geojson(all);
        break;
    case CLI_CSV:
        print_csv(all);
        break;
    case CLI_TABLE:
        print_table(all);
        break;
    }
}
