// Reads what Marsad writes with other people's libraries:
//     node check.cjs FOLDER geopackage FILE TABLE    NGA's reader finds the table, its style and its places
//     node check.cjs FOLDER geojson FILE...          Placemark's validator and RFC 7946 find no fault
// FOLDER holds node_modules. Prints a line for each fault, then how many features were looked at.
'use strict';
const fs = require('fs');
const {createRequire} = require('module');

const [folder, what, ...files] = process.argv.slice(2);
const load = createRequire(fs.realpathSync(folder) + '/');
let faults = 0;

function fault(text) {
    console.log(text);
    faults++;
}

function expect(found, expected, about) {
    if (found !== expected) {
        fault(`${about}: ${found} and not ${expected}`);
    }
}

// --- GeoPackages ---

// Without the compiled driver, which the package may do without, it warns at length.
async function openPackage(file) {
    const {log, error} = console;
    console.log = console.warn = console.error = () => {};
    globalThis.fetch = undefined; // its SQLite is then read from the disk
    const {GeoPackageAPI, setSqljsWasmLocateFile} = load('@ngageoint/geopackage');
    setSqljsWasmLocateFile((name) => load.resolve('rtree-sql.js/dist/' + name));
    const opened = await GeoPackageAPI.open(file);
    Object.assign(console, {log, error});
    return opened;
}

function checkStyle(opened, table) {
    const styles = opened.connection.all('SELECT * FROM layer_styles');
    expect(styles.length, 1, 'styles');
    expect(styles[0].f_table_name, table, 'f_table_name');
    expect(styles[0].f_table_schema, '', 'f_table_schema');
    expect(styles[0].f_geometry_column, 'geom', 'f_geometry_column');
    expect(styles[0].useAsDefault, 1, 'useAsDefault');
    expect(/<qgis [^]*<\/qgis>/.test(styles[0].styleQML), true, 'styleQML');
    expect(/<StyledLayerDescriptor /.test(styles[0].styleSLD), true, 'styleSLD');
    const [contents] = opened.connection.all(
        "SELECT * FROM gpkg_contents WHERE table_name = 'layer_styles'");
    expect(contents && contents.data_type, 'attributes', 'data_type of layer_styles');
}

function expectNear(found, expected, about) {
    if (!(Math.abs(found - expected) < 1e-6)) {
        fault(`${about}: ${found} and not ${expected}`);
    }
}

// A point lies where its columns say, and all lie within the table's bounds, which OGR writes with
// 15 digits.
function checkRow(dao, row, bounds) {
    const slack = 1e-9;
    const geometry = row.geometry && row.geometry.geometry;
    if (!geometry) {
        return;
    }
    const envelope = row.geometry.envelope || (geometry.x === undefined ? null :
        {minX: geometry.x, maxX: geometry.x, minY: geometry.y, maxY: geometry.y});
    if (geometry.x !== undefined && dao.columns.includes('lon')) {
        expectNear(row.getValueWithColumnName('lon'), geometry.x, 'lon');
        expectNear(row.getValueWithColumnName('lat'), geometry.y, 'lat');
    }
    if (envelope && (envelope.minX < bounds.min_x - slack || envelope.maxX > bounds.max_x + slack ||
                     envelope.minY < bounds.min_y - slack || envelope.maxY > bounds.max_y + slack)) {
        fault(`feature ${row.id} lies beyond the bounds of its table`);
    }
}

async function checkPackage([file, table]) {
    const opened = await openPackage(file);
    expect(opened.getFeatureTables().join(), table, 'tables of features');
    expect(opened.validate().map((error) => error.error).join(), '', 'validate()');
    const dao = opened.getFeatureDao(table);
    expect(dao.srs.organization_coordsys_id, 4326, 'srs');
    dao.columns = dao.table.getUserColumns().getColumnNames();
    const bounds = dao.getContents();
    let count = 0;
    for (const raw of dao.queryForEach()) {
        checkRow(dao, dao.getRow(raw), bounds);
        count++;
    }
    checkStyle(opened, table);
    opened.close();
    return count;
}

// --- GeoJSON ---

function areaOf(ring) {
    return ring.slice(1).reduce(
        (sum, at, i) => sum + (at[0] - ring[i][0]) * (at[1] + ring[i][1]) / -2, 0);
}

function checkRings(file, rings) {
    rings.forEach((ring, i) => {
        if (areaOf(ring) > 0 !== (i === 0)) {
            fault(`${file}: ring ${i} runs against the right-hand rule`);
        }
    });
}

function checkPosition(file, [lon, lat]) {
    const decimals = Math.max(...[lon, lat].map((n) => (String(n).split('.')[1] || '').length));
    if (Math.abs(lon) > 180 || Math.abs(lat) > 90 || decimals > 7) {
        fault(`${file}: a position at ${lon}, ${lat}`);
    }
}

function checkGeometry(file, geometry) {
    const all = geometry.type.startsWith('Multi') ? geometry.coordinates : [geometry.coordinates];
    if (geometry.type.endsWith('Polygon')) {
        all.forEach((rings) => checkRings(file, rings));
    }
    const flat = geometry.type.endsWith('Polygon') ? all.flat(2) :
        geometry.type.endsWith('LineString') ? all.flat(1) : all;
    flat.forEach((at) => checkPosition(file, at));
}

function checkDocument(file) {
    const text = fs.readFileSync(file, 'utf8');
    const {getIssues} = load('@placemarkio/check-geojson');
    getIssues(text).forEach((issue) => fault(`${file}: ${issue.message}`));
    const document = JSON.parse(text);
    if ('crs' in document) {
        fault(`${file}: has a member crs`);
    }
    const features = document.features || [document];
    features.map((feature) => 'coordinates' in feature ? feature : feature.geometry)
        .filter((geometry) => geometry && !getIssues(JSON.stringify(geometry)).length)
        .forEach((geometry) => checkGeometry(file, geometry));
    return features.length;
}

async function main() {
    const looked = what === 'geopackage' ? await checkPackage(files) :
        files.reduce((sum, file) => sum + checkDocument(file), 0);
    console.log(`${looked} features`);
    process.exit(faults ? 1 : 0);
}

main().catch((error) => {
    console.log(error.stack);
    process.exit(1);
});
