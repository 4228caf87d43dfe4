// Looks at a report's page in Chromium, as a reader, a keyboard, a printer and axe-core do:
//     node report.mjs look  FILE.html LANG FIND…    any report; each FIND is text that a reader looks for in it
//     node report.mjs use   FILE.html               sorts, filters and follows links in a table of incidents
//     node report.mjs many  FILE.html               the work of the same actions in a long table
//     node report.mjs groups FILE.html              a map whose markers stand for several incidents
// Leaves screenshots beside the file. Prints what is wrong, a line each.
import {finish, lookAt, violations, withBrowser} from './browser.mjs';

const [how, file, ...rest] = process.argv.slice(2);
const complaints = [];
const DESK = {viewport: {width: 1280, height: 900}};
const PHONE = {viewport: {width: 390, height: 844}, isMobile: true, hasTouch: true};

function must(truth, complaint) {
    if (!truth) {
        complaints.push(complaint);
    }
}

function mustBe(got, expected, what) {
    must(JSON.stringify(got) === JSON.stringify(expected),
        `${what}: ${JSON.stringify(got)} where ${JSON.stringify(expected)} was expected`);
}

const shownRows = page => page.locator('#list > tbody > tr:visible').count();
const allRows = page => page.locator('#list > tbody > tr').count();
const picture = name => file.replace(/\.html$/, `-${name}.png`);

// --- Any report ---

async function mustPassAxe(browser) {
    for (const colorScheme of ['light', 'dark']) {
        for (const [name, size] of Object.entries({desk: DESK, phone: PHONE})) {
            // The checker is a script that the page's policy would not let in.
            await lookAt(browser, file, {...size, colorScheme, bypassCSP: true}, async page => {
                await page.locator('#list > tbody > tr').first().hover();
                complaints.push(...(await violations(page)).map(line => `axe, ${colorScheme}, ${name}: ${line}`));
            });
        }
    }
}

async function mustReadWell(browser, lang, found) {
    await lookAt(browser, file, DESK, async page => {
        const errors = [];
        page.on('console', message => message.type() === 'error' && errors.push(message.text()));
        await page.reload();
        mustBe(errors, [], 'the console');
        mustBe(await page.getAttribute('html', 'lang'), lang, 'language');
        mustBe(await page.getAttribute('html', 'dir'), lang === 'ar' ? 'rtl' : 'ltr', 'direction');
        mustBe(await page.locator('h1').count(), 1, 'headings of the first level');
        must(await page.locator('.page-header .tools').isVisible(), 'the script shows no control');
        for (const text of found) {
            must(await page.evaluate(wanted => window.find(wanted, false, false, true), text), `cannot find "${text}"`);
        }
        const loose = await page.evaluate(() => [...document.querySelectorAll('a[href^="#"]')]
            .map(link => link.getAttribute('href').slice(1)).filter(id => !document.getElementById(id)));
        mustBe(loose, [], 'links that lead nowhere');
        const twice = await page.evaluate(() => [...document.querySelectorAll('[id]')].map(element => element.id)
            .filter((id, i, ids) => ids.indexOf(id) !== i));
        mustBe(twice, [], 'ids that stand twice');
        const empty = await page.evaluate(() => [...document.querySelectorAll('h2, h3, th, dt, caption, option, label > span, summary, button')]
            .filter(element => !element.textContent.trim()).map(element => element.outerHTML.slice(0, 80)));
        mustBe(empty, [], 'what has no words');
        mustBe(await brokenTypes(page), [], 'types broken');
        await page.screenshot({path: picture('desk'), fullPage: true});
    });
    await lookAt(browser, file, {...PHONE, colorScheme: 'dark'}, async page => {
        must(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'wider than a telephone');
        await page.screenshot({path: picture('phone'), fullPage: true});
    });
}

// Every stop of the tab key is seen, and the first is the link past all the others.
async function mustWalkByKeyboard(browser) {
    await lookAt(browser, file, {...DESK, reducedMotion: 'reduce'}, async page => {
        const stops = [];
        for (let i = 0; i < 60; i++) {
            await page.keyboard.press('Tab');
            const stop = await page.evaluate(() => {
                const at = document.activeElement;
                if (at === document.body) {
                    return null;
                }
                const style = getComputedStyle(at);
                const box = at.getBoundingClientRect();
                return {
                    name: `${at.tagName} ${at.getAttribute('class') ?? ''}`.trim().toLowerCase(),
                    outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
                    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
                };
            });
            if (!stop) {
                break;
            }
            stops.push(stop);
            must(stop.outlined, `focus is not seen on ${stop.name}`);
            must(stop.seen, `focus is out of sight on ${stop.name}`);
        }
        mustBe(stops[0]?.name, 'a skip', 'the first stop');
        const markers = stops.filter(stop => stop.name === 'a marker').length;
        must(markers <= 1, `the tab key stops at ${markers} markers`);
    });
}

async function mustDoWithoutScripts(browser) {
    await lookAt(browser, file, {...DESK, javaScriptEnabled: false}, async page => {
        mustBe(await page.locator('button:visible, select:visible, input:visible').count(), 0, 'controls without scripts');
        mustBe(await shownRows(page), await allRows(page), 'rows without scripts');
        must(await page.locator('.map-frame > svg').isVisible(), 'no map without scripts');
        await page.screenshot({path: picture('plain'), fullPage: true});
    });
}

// The types whose label has more lines than words: a word is broken there.
const brokenTypes = page => page.evaluate(() => [...document.querySelectorAll('#list td.type')].filter(cell => {
    const range = document.createRange();
    range.selectNodeContents([...cell.childNodes].find(node => node.nodeType === Node.TEXT_NODE && node.textContent.trim()));
    const lines = new Set([...range.getClientRects()].filter(box => box.width).map(box => Math.round(box.top)));
    return lines.size > range.toString().trim().split(/\s+/).length;
}).map(cell => cell.textContent.trim()));

async function mustPrint(browser) {
    await lookAt(browser, file, {...DESK, colorScheme: 'dark'}, async page => {
        await page.emulateMedia({media: 'print', colorScheme: 'dark'});
        const seen = await page.evaluate(() => ({
            paper: getComputedStyle(document.body).backgroundColor,
            head: getComputedStyle(document.querySelector('#list thead')).display,
            row: getComputedStyle(document.querySelector('#list tbody tr')).breakInside,
            controls: [...document.querySelectorAll('button, select, input')]
                .filter(control => control.offsetWidth && !control.closest('th')).length,
        }));
        await page.setViewportSize({width: 703, height: 1000}); // A4 between its margins
        mustBe(await brokenTypes(page), [], 'types broken on paper');
        mustBe(seen, {paper: 'rgb(255, 255, 255)', head: 'table-header-group', row: 'avoid', controls: 0}, 'on paper');
        await page.emulateMedia({media: null});
        await page.pdf({path: file.replace(/\.html$/, '.pdf'), preferCSSPageSize: true});
    });
}

async function look(browser, [lang, ...found]) {
    await mustPassAxe(browser);
    await mustReadWell(browser, lang, found);
    await mustWalkByKeyboard(browser);
    await mustDoWithoutScripts(browser);
    await mustPrint(browser);
}

// --- Sorting and filtering ---

const column = (page, index) => page.evaluate(at => [...document.querySelectorAll('#list > tbody > tr')]
    .map(row => row.cells[at].dataset.value ?? row.cells[at].textContent.trim()), index);

// The values in order, those that are empty last, as the page should show them.
function inOrder(values, kind, lang, down) {
    const {compare} = new Intl.Collator(lang, {numeric: true, sensitivity: 'base'});
    const order = kind === 'number' ? (a, b) => a - b : compare;
    const full = values.filter(value => value !== '').sort((a, b) => (down ? -1 : 1) * order(a, b));
    return [...full, ...values.filter(value => value === '')];
}

async function mustSort(page) {
    const lang = await page.getAttribute('html', 'lang');
    const heads = page.locator('#list thead th');
    const count = await heads.count();
    for (let i = count - 1; i >= 0; i--) {
        const head = heads.nth(i);
        const kind = await head.getAttribute('data-sort');
        const name = (await head.textContent()).trim();
        for (const direction of ['ascending', 'descending']) {
            await head.locator('button').click();
            mustBe(await head.getAttribute('aria-sort'), direction, `aria-sort of ${name}`);
            const got = await column(page, i);
            mustBe(got, inOrder(got, kind, lang, direction === 'descending'), `${name}, ${direction}`);
        }
        mustBe(await page.locator('#list thead th[aria-sort]').count(), 1, 'columns that are said to be sorted');
    }
    await heads.first().locator('button').click();
}

// What is filtered out is hidden in the table, counted aloud and faded on the map.
async function mustShow(page, expected, what) {
    const total = await allRows(page);
    await page.waitForTimeout(50);
    mustBe(await shownRows(page), expected, `rows shown, ${what}`);
    const said = await page.locator('[role=status]').textContent();
    must(said.includes(String(expected)) && said.includes(String(total)), `${what}: it says "${said}"`);
    const wrong = await page.evaluate(() => [...document.querySelectorAll('#list > tbody > tr[data-element]')]
        .filter(row => row.dataset.element)
        .filter(row => document.getElementById(row.dataset.element).classList.contains('faded') !== row.hidden)
        .map(row => row.id));
    mustBe(wrong, [], `${what}: markers that do not agree with their rows`);
}

async function mustFilter(page) {
    const total = await allRows(page);
    const rows = test => page.evaluate(source => [...document.querySelectorAll('#list > tbody > tr')]
        .filter(eval(source)).length, `(${test})`);
    const reset = () => page.click('form.filter button[type=reset]');
    await mustShow(page, total, 'at first');
    for (const text of ['abu qurayn', 'أبو قرين', 'ابو قرين']) {
        await page.fill('form.filter [name=text]', text);
        await mustShow(page, await rows(`row => /Abu Qurayn|أبو قرين/.test(row.textContent)`), `"${text}"`);
    }
    await page.fill('form.filter [name=text]', 'no such word');
    await mustShow(page, 0, 'a word that is nowhere');
    await reset();
    await mustShow(page, total, 'reset');
    await page.selectOption('form.filter [name=type]', 'shelling');
    await mustShow(page, await rows(`row => row.dataset.type === 'shelling'`), 'one type');
    mustBe(await page.locator('table[data-filter=type] [aria-pressed=true]').count(), 1, 'the type that is pressed');
    await page.fill('form.filter [name=text]', 'mitiga');
    await mustShow(page, await rows(`row => row.dataset.type === 'shelling' && /Mitiga/.test(row.textContent)`), 'both');
    await reset();
    await page.selectOption('form.filter [name=place]', 'Abu Qurayn');
    await mustShow(page, await rows(`row => row.dataset.place === 'Abu Qurayn'`), 'one place');
    await reset();
    await page.fill('form.filter [name=to]', '2020-01-25');
    await mustShow(page, await rows(`row => row.dataset.date <= '2020-01-25'`), 'until a day');
    await reset();
    const type = page.locator('table[data-filter=type] button').first();
    await type.click();
    must(await shownRows(page) < total, 'a type of the chart does not filter');
    await type.click();
    await mustShow(page, total, 'the type once more');
    const bar = page.locator('.bars button').first();
    await bar.click();
    await mustShow(page, await rows(`row => row.dataset.date === '2020-01-25'`), 'a bar of the timeline');
    await bar.click();
    await mustShow(page, total, 'the bar once more');
}

// --- Rows and markers ---

const pointed = page => page.evaluate(() => ({
    rows: [...document.querySelectorAll('#list tr.pointed')].map(row => row.dataset.element),
    markers: [...document.querySelectorAll('.map-frame g.incident.pointed')].map(group => group.id),
}));

async function mustLink(page) {
    const row = page.locator('#list > tbody > tr[data-element]:not([data-element=""])').nth(3);
    const element = await row.getAttribute('data-element');
    const both = {rows: [element], markers: [element]};
    const marker = page.locator(`[id="${element}"] a.marker`);

    await row.locator('td').nth(3).hover();
    mustBe(await pointed(page), both, 'a row below the pointer');
    must(await page.evaluate(id => {
        const other = [...document.querySelectorAll('.map-frame g.incident')].find(group => group.id !== id);
        return getComputedStyle(other).opacity < 1 || other.getAnimations().length > 0;
    }, element), 'other markers are not dimmed');
    await page.locator('h1').hover();
    mustBe(await pointed(page), {rows: [], markers: []}, 'nothing below the pointer');
    await marker.hover();
    mustBe(await pointed(page), both, 'a marker below the pointer');
    await page.locator('h1').hover();

    await row.locator('a.badge').focus();
    mustBe(await pointed(page), both, 'a row with the focus');
    await page.keyboard.press('Enter');
    must(await marker.evaluate(link => link === document.activeElement), 'Enter does not lead from a row to its marker');
    await page.keyboard.press('ArrowRight');
    const next = await page.evaluate(() => document.activeElement.closest('g.incident')?.id);
    must(next && next !== element, 'the arrow does not lead to the next marker');
    mustBe(await pointed(page), {rows: [next], markers: [next]}, 'a marker with the focus');
    await page.keyboard.press('Enter');
    must(await page.evaluate(id => document.activeElement.matches('a.badge') &&
        document.activeElement.closest('tr').dataset.element === id, next), 'Enter does not lead from a marker to its row');

    await page.fill('form.filter [name=text]', 'no such word');
    await page.waitForTimeout(50);
    await marker.focus();
    await page.keyboard.press('Enter');
    await page.waitForTimeout(50);
    must(await row.isVisible(), 'a marker does not lead to a row that is filtered out');
}

// Where the map is out of sight, a window shows the part of it about the row that is pointed at.
async function mustShowAround(page) {
    const apart = (a, b) => a.y + a.height <= b.y || b.y + b.height <= a.y;
    const rows = page.locator('#list > tbody > tr[data-element]:not([data-element=""])');
    const around = page.locator('.locator.shown');
    await page.evaluate(() => document.querySelector('#incidents').scrollIntoView());
    for (const row of [rows.first(), rows.last()]) {
        await page.locator('h1').evaluate(() => document.activeElement.blur());
        await row.scrollIntoViewIfNeeded();
        await page.mouse.move(2, 2);
        await row.locator('td').nth(3).hover();
        mustBe(await around.count(), 1, 'windows on the map');
        must(apart(await around.boundingBox(), await row.boundingBox()), 'the window covers the row it is about');
        await page.keyboard.press('Escape');
        mustBe(await around.count(), 0, 'windows on the map after Escape');
    }
    mustBe(await page.locator('.locator [id]').count(), 0, 'ids in the copy of the map');
}

async function mustZoom(page) {
    const width = () => page.evaluate(() => document.querySelector('.map-frame > svg').getBoundingClientRect().width);
    const before = await width();
    await page.click('[data-zoom=in]');
    must(await width() > before * 1.4, 'the map does not grow');
    await page.click('[data-zoom=fit]');
    mustBe(await width(), before, 'the map as wide as the page');
}

async function use(browser) {
    await lookAt(browser, file, {...DESK, reducedMotion: 'reduce'}, async page => {
        await mustSort(page);
        await mustFilter(page);
        await mustLink(page);
        await mustShowAround(page);
        await mustZoom(page);
        const bar = await page.locator('.bars .column').last().boundingBox();
        must(bar.width > 4 * bar.height, 'the bars of two days stand where they could lie');
        await page.selectOption('#theme', 'dark');
        mustBe(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), 'dark', 'the theme');
    });
}

async function groups(browser) {
    await lookAt(browser, file, {...DESK, reducedMotion: 'reduce'}, async page => {
        const marker = page.locator('.map-frame .incident-group a.marker').first();
        const id = await marker.evaluate(link => link.parentNode.id);
        const members = await page.locator(`#list > tbody > tr[data-element="${id}"]`).count();
        must(members > 1, 'no marker stands for several incidents');
        await marker.focus();
        await page.keyboard.press('Enter');
        await page.waitForTimeout(50);
        mustBe(await shownRows(page), members, 'incidents of a group');
        await page.click('.selection button');
        mustBe(await shownRows(page), await allRows(page), 'incidents without a selection');
    });
}

// --- A long table ---

// What an action does in the page: how often a row of the table is moved, hidden or shown, and how many rows the
// browser has laid out in the end.
function workOf(action) {
    const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    const body = document.querySelector('#list > tbody');
    const heads = [...document.querySelectorAll('#list thead button')];
    const text = document.querySelector('form.filter [name=text]');
    const records = [];
    const observer = new MutationObserver(found => records.push(...found));
    const watch = {childList: true, subtree: true, attributes: true, attributeFilter: ['hidden']};
    const actions = {
        sort: () => heads[3].click(),
        search: () => {
            text.value = 'tripoli';
            text.dispatchEvent(new Event('input', {bubbles: true}));
        },
    };
    return (async () => {
        await frame();
        observer.observe(body, watch);
        actions[action]();
        await frame();
        observer.disconnect();
        return {
            moved: records.reduce((sum, record) => sum + record.addedNodes.length, 0),
            switched: records.filter(record => record.type === 'attributes').length,
            laidOut: [...body.rows].filter(row => row.cells[0].checkVisibility({contentVisibilityAuto: true})).length,
        };
    })();
}

async function many(browser) {
    await lookAt(browser, file, DESK, async page => {
        const total = await allRows(page);
        const sorted = await page.evaluate(workOf, 'sort');
        mustBe([sorted.moved, sorted.switched], [total, 0], 'rows moved and switched by sorting');
        must(sorted.laidOut < total / 10, `${sorted.laidOut} of ${total} rows are laid out after sorting`);
        const found = await page.evaluate(workOf, 'search');
        const shown = await shownRows(page);
        must(shown > 0 && shown < total, `the search shows ${shown} of ${total}`);
        mustBe([found.moved, found.switched], [0, total - shown], 'rows moved and switched by searching');
        must(found.laidOut < shown, `${found.laidOut} of ${shown} rows are laid out after searching`);
    });
}

await withBrowser(browser => ({look, use, groups, many})[how](browser, rest));
finish(complaints);
