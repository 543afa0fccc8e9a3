'use strict';

// Draws the page from the JSON in it. Text gets into the page as text nodes and attribute values only; the
// policy in the page's head (Trusted Types) makes the browser refuse anything that would read it as HTML.
(() => {
  const ROWS_ON_A_PAGE = 50;
  const ROWS_IN_PRINT = 200;
  const BARS_IN_A_CHART = 10;
  const RISKIEST_OF_A_RULE = 5;
  const GROUPS_WITHOUT_RULE = 10;
  const RULES_SHOWN_OPEN = 2;
  const SUGGESTIONS_SHOWN = 10;
  const NAMED_IN_A_WARNING = 10;

  // An ARN, an id or a name of so many characters is never broken, longer ones after : and / if they can be.
  const LONGEST_UNBROKEN = 38;

  // Stands among the rules' ids, which have no parentheses, for alerts that no rule decides.
  const NO_RULE = '(no rule)';

  // From which score on, the riskiest first. 70 and 90 are where the risk raises an alert's severity.
  const RISK_BANDS = [[90, '90 and more'], [70, '70 to 89'], [30, '30 to 69'], [-Infinity, 'below 30']];

  const OUTCOMES = ['archive', 'alert', 'leave'];
  const OUTCOME_WORDS = { archive: 'archived', alert: 'alerted', leave: 'left' };
  const SEVERITIES = ['critical', 'high', 'medium', 'low'];

  // ---- The data ---------------------------------------------------------------------------------

  const head = json(document.getElementById('head'));
  const end = document.getElementById('end') ? json(document.getElementById('end')) : null;
  const shared = [];
  const findings = readFindings();
  const occurring = OUTCOMES.filter((outcome) => findings.some((f) => f.outcome === outcome));
  const suggested = end ? end.suggested : { asked: false, rules: [], refused: {} };
  for (const suggestion of suggested.rules) {
    suggestion.places.forEach((place) => { if (findings[place]) findings[place].suggested = suggestion.id; });
  }

  function json(script) {
    return JSON.parse(script.textContent);
  }

  // A row is an array in the order of head.columns. A number in a shared column is the place of its value in
  // the list of what occurs more than once, which the blocks of rows add to as they need it.
  function readFindings() {
    const isShared = head.columns.map((column) => column.endsWith('*'));
    const names = head.columns.map((column) => column.replace('*', ''));
    const all = [];
    for (const script of document.querySelectorAll('script.rows')) {
      const block = json(script);
      for (const value of block.shared) {
        shared.push(value);
      }
      for (const row of block.rows) {
        const finding = { place: all.length, suggested: null };
        names.forEach((name, i) => {
          finding[name] = isShared[i] ? value(row[i]) : row[i];
        });
        finding.decidedBy = finding.rule === null && finding.outcome === 'alert' ? NO_RULE : finding.rule;
        all.push(finding);
      }
    }
    return all;
  }

  function value(cell) {
    return typeof cell === 'number' ? shared[cell] : cell;
  }

  // ---- Making elements ----------------------------------------------------------------------------

  // element('p', { class: 'hint' }, 'text', otherElement)
  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, content] of Object.entries(attributes || {})) {
      if (typeof content === 'function') {
        made.addEventListener(key, content);
      } else if (content === true) {
        made.setAttribute(key, '');
      } else if (content !== false && content !== null && content !== undefined) {
        made.setAttribute(key, content);
      }
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  }

  function fill(id, ...children) {
    document.getElementById(id).replaceChildren(...children.filter(Boolean));
  }

  function number(n) {
    return n.toLocaleString('en');
  }

  function count(n, noun, nouns) {
    return number(n) + ' ' + (n === 1 ? noun : nouns || noun + 's');
  }

  function percent(part, whole) {
    if (part === 0 || whole === 0) {
      return '0 %';
    }
    const share = (100 * part) / whole;
    return share < 1 ? 'below 1 %' : share > 99 && part < whole ? 'above 99 %' : Math.round(share) + ' %';
  }

  function day(seconds) {
    return new Date(seconds * 1000).toISOString().slice(0, 10);
  }

  function sentence(text) {
    return text === '' || '.?:!'.includes(text[text.length - 1]) ? text : text + '.';
  }

  // Text in which no ARN, id or name is broken where it need not be.
  function whole(text) {
    return text.split(/(\s+)/).flatMap((word) =>
      word.length <= 8 || !/[0-9:/_.-]/.test(word)
        ? [word]
        : word.split(/(?<=[:/])/).flatMap((part) => [
          part.length <= LONGEST_UNBROKEN ? element('span', { class: 'id' }, part) : part,
          element('wbr'),
        ]));
  }

  // A type of finding, such as UnusedIAMUserAccessKey, or a name.
  function humps(text) {
    return /^[A-Za-z]+$/.test(text) ? text.split(/(?<=[a-z])(?=[A-Z])/).flatMap((part) => [part, element('wbr')]) : whole(text);
  }

  function copyButton(what, text) {
    const button = element('button', { type: 'button', class: 'button copy', 'aria-label': 'Copy ' + what, click: () => copy(text, button) }, 'Copy');
    return button;
  }

  async function copy(text, button) {
    let isCopied = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch (refused) {
      isCopied = copySelected(text, button);
    }
    button.textContent = isCopied ? 'Copied' : 'Not copied';
    document.getElementById('said').textContent = isCopied ? 'Copied.' : 'The browser does not allow copying: select the text and copy it.';
    setTimeout(() => { button.textContent = 'Copy'; }, 2000);
  }

  // For browsers that give a page from a file no clipboard.
  function copySelected(text, button) {
    const area = element('textarea', { class: 'unseen', 'aria-hidden': 'true', tabindex: '-1' });
    area.value = text;
    document.body.append(area);
    area.select();
    const isCopied = document.execCommand('copy');
    area.remove();
    button.focus({ preventScroll: true });
    return isCopied;
  }

  function yaml(label, what, text) {
    return element('div', { class: 'yaml' },
      copyButton(what, text),
      element('pre', { tabindex: '0', role: 'region', 'aria-label': label }, text));
  }

  function pairs(className, entries) {
    return element(
      'dl',
      { class: className },
      ...entries.map(([name, content]) => element('div', {}, element('dt', {}, name), element('dd', {}, content))),
    );
  }

  // ---- Counting -----------------------------------------------------------------------------------

  function tally(list, keyOf) {
    const byKey = new Map();
    for (const finding of list) {
      const key = keyOf(finding);
      let sums = byKey.get(key);
      if (!sums) {
        sums = { key, archive: 0, alert: 0, leave: 0, all: 0 };
        byKey.set(key, sums);
      }
      sums[finding.outcome] += 1;
      sums.all += 1;
    }
    return byKey;
  }

  // The cell is "yes", "no", or "untold" where the finding should say it and does not.
  const mayBePublic = (finding) => finding.isPublic !== 'no';

  const byNumber = (a, b) => b.all - a.all || compare(a.key, b.key);
  const riskiestFirst = (a, b) => b.risk - a.risk || severity(b) - severity(a) || a.place - b.place;

  function compare(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
  }

  function severity(finding) {
    return SEVERITIES.length - SEVERITIES.indexOf(finding.severity);
  }

  // ---- Head, warnings and totals ------------------------------------------------------------------

  function drawHead() {
    document.getElementById('about').replaceChildren(
      ...pairs('', [
        ['Findings of', element('span', {}, ...whole(head.source))],
        ['Read', head.startedAt.slice(0, 16).replace('T', ' ') + ' UTC'],
        ['Rules', head.rulesFile + ', version ' + head.rulesVersion],
      ]).children,
    );
    const warnings = (end ? end.warnings : []).map((text) => element('li', {}, ...whole(text)));
    const archived = findings.filter(LOOKS.byOther[1]).sort(riskiestFirst);
    if (archived.length > 0) {
      warnings.unshift(archivedByOthers(archived));
    }
    if (!end || end.findings !== findings.length) {
      warnings.unshift(element('li', {}, 'This page is incomplete: it was not fully written. Run triage preview again.'));
    }
    if (warnings.length > 0) {
      fill('warnings', element('section', { class: 'warnings', 'aria-labelledby': 'warnings-heading' },
        element('h2', { id: 'warnings-heading' }, 'Look at this first'),
        element('ul', {}, ...warnings)));
    }
  }

  function archivedByOthers(archived) {
    return element('li', {},
      count(archived.length, 'finding is', 'findings are') + ' public and archived, but not by these rules: by hand or by a built-in archive rule.',
      element('ul', {}, ...archived.slice(0, NAMED_IN_A_WARNING).map((finding) => element('li', {},
        element('button', { type: 'button', class: 'link', click: () => show({ look: 'byOther' }, finding) }, ...whole(finding.sentence))))),
      archived.length <= NAMED_IN_A_WARNING ? null
        : element('button', { type: 'button', class: 'link', click: () => show({ look: 'byOther' }) }, 'Show all ' + number(archived.length)));
  }

  function drawTotals() {
    const total = tally(findings, () => '').get('') || { archive: 0, alert: 0, leave: 0 };
    const some = (keep) => findings.filter(keep).length;
    const alerts = (severity) => some((f) => f.outcome === 'alert' && f.severity === severity);
    if (findings.length === 0) {
      fill('totals', element('p', { class: 'hint' }, 'There are no findings.'));
      return;
    }
    const open = tally(findings.filter(mayBePublic), () => '').get('') || { archive: 0, alert: 0, leave: 0, all: 0 };
    fill(
      'totals',
      tile('first', open.all, 'Public, or may be', open.all === 0 ? 'None of these findings' : OUTCOMES.filter((o) => open[o] > 0).map((o) => number(open[o]) + ' ' + OUTCOME_WORDS[o]).join(', '), { look: 'public' }),
      tile('first', alerts('critical'), 'Critical alerts', 'Sent at once', { outcome: 'alert', severity: 'critical' }),
      tile('first', alerts('high'), 'High alerts', 'Before those of medium and low severity', { outcome: 'alert', severity: 'high' }),
      tile('alert', total.alert, 'Alerted', 'A person is alerted, with the reason', { outcome: 'alert' }),
      tile('archive', total.archive, 'Archived', 'Expected, by a rule that is definitely true', { outcome: 'archive' }),
      tile('leave', total.leave, 'Left as they are', 'Archived by hand, or resolved', { outcome: 'leave' }),
      ...[
        [some((f) => f.decidedBy === NO_RULE), 'Alerted without a rule', 'A rule may be missing', { rule: NO_RULE }],
        [some((f) => f.tagsAlone), 'Archived by tags alone', 'Whoever can tag the resource decides', { look: 'tags' }],
        [some(LOOKS.unread[1]), 'Not all read', 'A rule asked for it; a doubt never archives', { look: 'unread' }],
      ].filter(([n]) => n > 0).map((args) => tile('small', ...args)),
    );
  }

  function tile(kind, n, label, meaning, filter) {
    return element(
      'button',
      { type: 'button', class: 'tile ' + kind + (n === 0 ? ' none' : ''), disabled: n === 0, click: () => show(filter) },
      element('span', { class: 'number' }, number(n), ' ', kind === 'small' || kind === 'first' ? null : element('span', { class: 'share' }, percent(n, findings.length))),
      element('span', { class: 'label' }, label),
      element('span', { class: 'meaning' }, meaning),
    );
  }

  // ---- Charts: tables with a bar in each row --------------------------------------------------------

  function drawCharts() {
    const bySeverity = tally(findings, (f) => f.severity);
    const charts = [
      ['Severity', SEVERITIES.map((key) => bySeverity.get(key)).filter(Boolean), (key) => ({ severity: key })],
      ['Type of resource', ranked((f) => f.resourceType), (key) => ({ resourceType: key }), 'types'],
      ['Account', ranked((f) => f.account), (key) => ({ account: key }), 'accounts'],
      ['Type of finding', ranked((f) => f.type), (key) => ({ type: key }), 'types'],
    ].filter(([, bars]) => bars.length > 1);
    if (charts.length === 0) {
      hide('where');
      return;
    }
    fill('legend', ...occurring.map((outcome) =>
      element('li', {}, element('span', { class: 'swatch ' + outcome }), OUTCOME_WORDS[outcome])));
    const column = (odd) => charts.filter((args, i) => i % 2 === odd).map((args) => chart(...args));
    fill('charts', element('div', {}, ...column(0)), charts.length === 1 ? null : element('div', {}, ...column(1)));
  }

  // A section that has nothing to show, and the way to it.
  function hide(name) {
    document.getElementById(name + '-heading').closest('section').hidden = true;
    document.querySelector('nav a[href="#' + name + '-heading"]').closest('li').hidden = true;
  }

  function ranked(keyOf) {
    return [...tally(findings, keyOf).values()].sort(byNumber);
  }

  function chart(name, bars, filterOf, nouns) {
    const widest = Math.max(1, ...bars.map((bar) => bar.all));
    const body = element('tbody');
    const more = element('p', { class: 'hint' });
    const draw = (most) => {
      body.replaceChildren(...bars.slice(0, most).map((bar) => chartRow(bar, widest, filterOf(bar.key))));
      more.replaceChildren();
      if (bars.length > most) {
        const rest = bars.length - most;
        more.append(
          element('button', { type: 'button', class: 'link', click: () => { draw(bars.length); body.rows[most].querySelector('button').focus(); } },
            'Show ' + number(rest) + ' more ' + nouns),
        );
      }
    };
    draw(BARS_IN_A_CHART);
    return element(
      'div',
      { class: 'card chart' },
      element(
        'table',
        {},
        element('caption', {}, name),
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            element('th', { scope: 'col' }, element('span', { class: 'unseen' }, name)),
            element('td', {}),
            ...occurring.map((outcome) => element('th', { scope: 'col', class: 'number' }, OUTCOME_WORDS[outcome])),
          ),
        ),
        body,
      ),
      more,
    );
  }

  function chartRow(bar, widest, filter) {
    return element(
      'tr',
      {},
      element('th', { scope: 'row' }, element('button', { type: 'button', class: 'link', click: () => show(filter) }, ...humps(bar.key))),
      element('td', { class: 'bar' }, stackedBar(bar, widest)),
      ...occurring.map((outcome) => element('td', { class: bar[outcome] === 0 ? 'zero' : null }, number(bar[outcome]))),
    );
  }

  // The numbers stand beside it, so it is nothing to a screen reader.
  function stackedBar(bar, widest) {
    const SVG = 'http://www.w3.org/2000/svg';
    const svg = document.createElementNS(SVG, 'svg');
    svg.setAttribute('viewBox', '0 0 100 10');
    svg.setAttribute('preserveAspectRatio', 'none');
    svg.setAttribute('aria-hidden', 'true');
    let x = 0;
    const part = (className, width) => {
      const rect = document.createElementNS(SVG, 'rect');
      rect.setAttribute('class', className);
      rect.setAttribute('x', x);
      rect.setAttribute('width', width);
      rect.setAttribute('height', 10);
      svg.append(rect);
      x += width;
    };
    OUTCOMES.filter((outcome) => bar[outcome] > 0).forEach((outcome) => part(outcome, (100 * bar[outcome]) / widest));
    part('rest', Math.max(0, 100 - x));
    return svg;
  }

  // ---- Rules --------------------------------------------------------------------------------------

  function drawRules() {
    const decidedBy = new Map();
    for (const finding of findings) {
      if (finding.rule !== null && finding.outcome !== 'leave') {
        if (!decidedBy.has(finding.rule)) {
          decidedBy.set(finding.rule, []);
        }
        decidedBy.get(finding.rule).push(finding);
      }
    }
    const today = head.startedAt.slice(0, 10);
    const rules = head.rules.map((rule) => ({
      ...rule,
      inForce: rule.expires === null || rule.expires >= today,
      findings: (decidedBy.get(rule.id) || []).sort(riskiestFirst),
      notes: (end ? end.notes : []).filter((note) => note.rule === rule.id),
      notChecked: (end && end.notChecked[rule.id]) || 0,
    }));
    const deciding = rules.filter((rule) => rule.findings.length > 0);
    const unchecked = rules.filter((rule) => rule.findings.length === 0 && rule.notChecked > 0);
    const idle = rules.filter((rule) => rule.findings.length === 0 && rule.notChecked === 0);
    const archiving = deciding.filter((rule) => rule.archives).sort(riskiestRuleFirst);
    const alerting = deciding.filter((rule) => !rule.archives).sort(riskiestRuleFirst);
    fill(
      'rules',
      warningsOfRules(rules),
      element('h3', { class: 'subheading' }, 'Rules that archive, the riskiest first'),
      archiving.length === 0 ? element('p', { class: 'hint' }, 'No rule archives any of these findings.') : null,
      ...archiving.map(ruleCard),
      alerting.length === 0 ? null : element('h3', { class: 'subheading' }, 'Rules that alert'),
      ...alerting.map(ruleCard),
      ...(unchecked.length === 0 ? [] : [
        element('h3', { class: 'subheading' }, 'Rules that could not be checked'),
        element('p', { class: 'hint' }, 'They ask for something that was not read: such an archive rule archives nothing, such a notify rule alerts.'),
        idleRules(unchecked),
      ]),
      ...(idle.length === 0 ? [] : [
        element('h3', { class: 'subheading' }, 'Rules that match nothing'),
        element('p', { class: 'hint' }, 'Each of them matches none of these findings, or only what another rule decides first.'),
        idleRules(idle),
      ]),
    );
  }

  // Where the warnings are, since most rules are closed.
  function warningsOfRules(rules) {
    const warned = rules.filter((rule) => warnings(rule) > 0);
    const all = warned.reduce((sum, rule) => sum + warnings(rule), 0);
    return all === 0 ? null : element('p', { class: 'warned' },
      count(all, 'warning') + ' of ', element('code', {}, 'triage prove'), ' and ', element('code', {}, 'triage lint'), ': ',
      ...warned.flatMap((rule, i) => [i === 0 ? '' : ', ',
        element('button', { type: 'button', class: 'link mono', click: () => openRule(rule) }, ...whole(rule.id))]));
  }

  function warnings(rule) {
    return rule.notes.filter((note) => note.accepted === null).length;
  }

  function openRule(rule) {
    const shown = document.getElementById('rule-' + rule.id);
    if (shown.tagName === 'DETAILS') {
      shown.open = true;
    }
    (shown.querySelector('summary') || shown).focus({ preventScroll: true });
    shown.scrollIntoView({ block: 'start' });
  }

  function riskiestRuleFirst(a, b) {
    return b.findings[0].risk - a.findings[0].risk || b.findings.length - a.findings.length || compare(a.id, b.id);
  }

  function about(rule) {
    return [
      rule.owner ? ['Owner', rule.owner] : null,
      rule.expires ? [rule.inForce ? 'Expires' : 'Expired', rule.expires] : null,
      rule.allowPublic ? ['Allows', 'public findings and open access'] : null,
    ].filter(Boolean);
  }

  function ruleCard(rule, place) {
    const archives = rule.archives;
    const riskiest = rule.findings.slice(0, RISKIEST_OF_A_RULE);
    const accounts = new Set(rule.findings.map((f) => f.account)).size;
    const figures = [figure(rule.findings.length, archives ? 'archived' : 'alerted')];
    if (archives) {
      figures.push(figure(rule.findings.filter((f) => f.tagsAlone).length, 'by tags alone', true));
      figures.push(figure(rule.findings.filter(mayBePublic).length, 'public', true));
    }
    if (rule.notChecked > 0) {
      figures.push(figure(rule.notChecked, 'not checked', true));
    }
    const warned = warnings(rule);
    if (warned > 0) {
      figures.push(figure(warned, warned === 1 ? 'warning' : 'warnings', true));
    }
    figures.push(figure(accounts, accounts === 1 ? 'account' : 'accounts'), figure(rule.findings[0].risk, 'highest risk'));
    return element(
      'details',
      { class: 'card rule ' + (archives ? 'archives' : 'alerts'), id: 'rule-' + rule.id, open: archives && place < RULES_SHOWN_OPEN },
      element(
        'summary',
        {},
        element('div', {}, element('h4', { class: 'mono' }, rule.id), element('p', { class: 'reason' }, rule.reason)),
        element('dl', { class: 'figures' }, ...figures),
      ),
      element(
        'div',
        { class: 'more' },
        about(rule).length === 0 ? null : pairs('about', about(rule)),
        notes(rule),
        archives ? riskBands(rule.findings) : null,
        element(
          'table',
          { class: 'plain' },
          element('caption', {}, rule.findings.length > riskiest.length ? 'The riskiest ' + riskiest.length : 'By risk'),
          element('thead', {}, element('tr', {},
            element('th', { scope: 'col' }, 'Finding'),
            element('th', { scope: 'col', class: 'number' }, 'Risk'))),
          element('tbody', {}, ...riskiest.map((finding) => element('tr', {},
            element('td', {}, element('button', { type: 'button', class: 'link', click: () => show({ rule: rule.id }, finding) }, ...whole(finding.sentence))),
            element('td', { class: 'number', 'data-name': 'Risk' }, number(finding.risk))))),
        ),
        element('button', { type: 'button', class: 'button', click: () => show({ rule: rule.id }) },
          rule.findings.length === 1 ? 'Show it' : 'Show all ' + number(rule.findings.length)),
      ),
    );
  }

  // What triage prove says of the rule, of any finding there could be, and triage lint.
  function notes(rule) {
    return rule.notes.length === 0 ? null : element(
      'div',
      { class: warnings(rule) > 0 ? 'warning proof' : 'proof' },
      ...notesBy(rule, 'prove', 'Of any finding there could be, not only these:'),
      ...notesBy(rule, 'lint', 'Careless, or missed later:'),
    );
  }

  function notesBy(rule, command, heading) {
    const told = rule.notes.filter((note) => note.by === command);
    return told.length === 0 ? [] : [
      element('p', {}, heading),
      element('ul', {}, ...told.map((note) => element('li', {},
        element('code', {}, note.id), ': ', ...whole(sentence(note.why)),
        note.accepted === null ? '' : ' Accepted: ' + sentence(note.accepted)))),
    ];
  }

  function figure(n, name, isToBeLookedAt) {
    return element('div', { class: n === 0 ? 'zero' : isToBeLookedAt ? 'look' : null }, element('dt', {}, name), element('dd', {}, number(n)));
  }

  // How much of what a rule archives is how risky.
  function riskBands(list) {
    const bands = RISK_BANDS.map(([from, label], i) => {
      const below = i === 0 ? Infinity : RISK_BANDS[i - 1][0];
      return { label, archive: list.filter((f) => f.risk >= from && f.risk < below).length, alert: 0, leave: 0 };
    });
    return element('table', { class: 'bands' },
      element('caption', {}, 'What it archives, by risk'),
      element('tbody', {}, ...bands.map((band) => element('tr', {},
        element('th', { scope: 'row' }, band.label),
        element('td', {}, stackedBar(band, list.length)),
        element('td', { class: 'number' }, number(band.archive))))));
  }

  function idleRules(idle) {
    return element(
      'ul',
      { class: 'names card' },
      ...idle.map((rule) => element('li', { id: 'rule-' + rule.id, tabindex: '-1' },
        element('code', {}, ...whole(rule.id)), ' ',
        rule.notChecked > 0 ? element('span', { class: 'mark' }, number(rule.notChecked) + ' not checked') : null,
        element('span', { class: 'hint' },
          rule.archives ? ' would archive: ' : ' would alert: ', sentence(rule.reason),
          rule.inForce ? '' : ' It expired on ' + rule.expires + '.'),
        notes(rule))),
    );
  }

  // ---- Alerts that no rule decides, and the rules that triage suggest would write --------------------------

  function drawWithout() {
    const without = findings.filter((f) => f.decidedBy === NO_RULE);
    if (without.length === 0 && suggested.rules.length === 0) {
      hide('without');
      return;
    }
    const alone = without.filter(LOOKS.alone[1]);
    const groups = [...tally(alone, (f) => f.resourceType + '\n' + f.type).values()].sort(byNumber);
    fill(
      'without',
      element('p', {}, element('button', { type: 'button', class: 'link', click: () => show({ rule: NO_RULE }) }, count(without.length, 'alert')),
        (without.length === 1 ? ' is' : ' are') + ' sent because no rule decides. ', ...suggestedInWords()),
      ...suggestions(),
      groups.length === 0 ? null : element('h3', { class: 'subheading' }, suggested.rules.length === 0 ? 'By type' : 'The others, by type'),
      groups.length === 0 ? null : element('div', { class: 'card' }, groupsTable(groups), ...refusals()),
    );
  }

  function suggestedInWords() {
    const tool = element('code', {}, 'triage suggest');
    if (!suggested.asked) {
      return ['There are too many findings to suggest rules here: ', tool, ' does.'];
    }
    const all = suggested.rules.reduce((sum, suggestion) => sum + suggestion.places.length, 0);
    return all === 0 ? ['No tight rule is suggested for them.']
      : [tool, ' writes ' + count(suggested.rules.length, 'rule') + ' for ' + count(all, 'finding') + '; each is proved to archive nothing public, and is for you to judge.'];
  }

  function suggestions() {
    const list = element('div', {});
    const draw = (most) => {
      const rest = suggested.rules.length - most;
      list.replaceChildren(...suggested.rules.slice(0, most).map(suggestionCard));
      if (rest > 0) {
        list.append(element('button', { type: 'button', class: 'button', click: () => { draw(suggested.rules.length); list.children[most].querySelector('summary').focus(); } },
          'Show ' + number(rest) + ' more'));
      }
    };
    draw(SUGGESTIONS_SHOWN);
    return suggested.rules.length === 0 ? [] : [element('h3', { class: 'subheading' }, 'Suggested rules, for the most findings first'), list];
  }

  function suggestionCard(suggestion) {
    const accounts = new Set(suggestion.places.map((place) => findings[place] && findings[place].account)).size;
    const isCopied = suggestion.rule !== null;
    return element(
      'details',
      { class: 'card rule suggestion' },
      element(
        'summary',
        {},
        element('div', {}, element('h4', { class: 'mono' }, ...whole(suggestion.id)),
          suggestion.byHand === 0 ? null : element('p', { class: 'reason' }, 'Archived by hand ' + count(suggestion.byHand, 'time') + ': a rule is missing.')),
        element('dl', { class: 'figures' },
          figure(suggestion.places.length, suggestion.places.length === 1 ? 'finding' : 'findings'),
          figure(accounts, accounts === 1 ? 'account' : 'accounts'),
          figure(suggestion.risk, 'highest risk'),
          element('div', {}, element('dt', {}, 'severity'), element('dd', { class: suggestion.severity }, suggestion.severity))),
      ),
      element(
        'div',
        { class: 'more' },
        isCopied ? yaml('Rule ' + suggestion.id, 'rule ' + suggestion.id, suggestion.rule)
          : element('p', { class: 'hint' }, 'A text in it is not shown as it is, so it is not offered here: triage suggest --out writes it.'),
        isCopied ? element('p', { class: 'hint' }, 'Fill in who owns it and why, and add it to the rules.') : null,
        isCopied && suggestion.cases ? element('details', { class: 'inner' }, element('summary', {}, 'Its test cases'),
          yaml('Test cases of ' + suggestion.id, 'test cases of ' + suggestion.id, suggestion.cases)) : null,
        element('p', {}, 'The nearest finding that it does not archive: ', ...whole(sentence(suggestion.left))),
        element('p', {}, 'The nearest imaginable one that it would archive: ', ...whole(sentence(suggestion.beyond))),
        element('button', { type: 'button', class: 'button', click: () => show({ suggested: suggestion.id }) },
          suggestion.places.length === 1 ? 'Show the finding' : 'Show all ' + number(suggestion.places.length)),
      ),
    );
  }

  function groupsTable(groups) {
    return element(
      'table',
      { class: 'plain' },
      element('caption', {}, groups.length > GROUPS_WITHOUT_RULE ? 'The largest ' + GROUPS_WITHOUT_RULE + ' of ' + number(groups.length) + ' groups' : 'By type of resource and of finding'),
      element('thead', {}, element('tr', {},
        element('th', { scope: 'col', class: 'number' }, 'Findings'),
        element('th', { scope: 'col' }, 'Type of resource'),
        element('th', { scope: 'col' }, 'Type of finding'))),
      element('tbody', {}, ...groups.slice(0, GROUPS_WITHOUT_RULE).map((group) => {
        const [resourceType, type] = group.key.split('\n');
        return element('tr', {},
          element('td', { class: 'number', 'data-name': 'Findings' }, number(group.all)),
          element('td', {}, element('button', { type: 'button', class: 'link', click: () => show({ look: 'alone', resourceType, type }) }, resourceType)),
          element('td', {}, type));
      })),
    );
  }

  // Why there are no more suggestions.
  function refusals() {
    const reasons = Object.entries(suggested.refused).filter(([why]) => why !== 'A rule archives it already.');
    if (suggested.left > 0) {
      reasons.push(['Too few are alike, or no tight rule is proved.', suggested.left]);
    }
    return !suggested.asked || reasons.length === 0 ? [] : [
      element('p', { class: 'hint' }, 'No rule is suggested for:'),
      element('ul', { class: 'hint refusals' }, ...reasons.map(([why, n]) => element('li', {}, why.replace(/\.$/, '') + ': ' + number(n)))),
    ];
  }

  // ---- The list of findings -------------------------------------------------------------------------

  const LOOKS = {
    public: ['Public, or may be', mayBePublic],
    byOther: ['Public, archived by others', (f) => f.byOther && f.isPublic === 'yes'],
    tags: ['Archived by tags alone', (f) => f.tagsAlone],
    unread: ['Not all read', (f) => f.unread.length > 0],
    alone: ['No rule, none suggested', (f) => f.decidedBy === NO_RULE && f.suggested === null],
    far: ['No rule is near', (f) => f.far],
  };

  // What a select offers: the name of the filter, its label, the words for a value.
  const SELECTS = [
    ['outcome', 'Outcome', (key) => OUTCOME_WORDS[key]],
    ['severity', 'Severity', (key) => key],
    ['account', 'Account', (key) => key],
    ['type', 'Type of finding', (key) => key],
    ['resourceType', 'Type of resource', (key) => key],
    ['rule', 'Decided by', (key) => (key === NO_RULE ? 'no rule' : key)],
    ['suggested', 'Suggested rule', (key) => key],
    ['look', 'Look at', (key) => LOOKS[key][0]],
  ];

  // Name, heading and order of the columns that can be sorted.
  const COLUMNS = [
    ['outcome', 'Outcome', (a, b) => OUTCOMES.indexOf(a.outcome) - OUTCOMES.indexOf(b.outcome)],
    ['severity', 'Severity', (a, b) => severity(a) - severity(b)],
    ['risk', 'Risk', (a, b) => a.risk - b.risk],
    ['finding', 'Finding', (a, b) => compare(a.sentence, b.sentence)],
    ['account', 'Account', (a, b) => compare(a.account, b.account)],
    ['rule-name', 'Decided by', (a, b) => compare(a.rule || '', b.rule || '')],
  ];

  const view = { search: '', filter: {}, sort: 'risk', descending: true, page: 0, shown: [], open: new Set() };

  function drawFilters() {
    const form = document.getElementById('filters');
    const search = element('input', { type: 'search', id: 'search', autocomplete: 'off', spellcheck: 'false', placeholder: 'A name, an ARN, an account, a tag, an action ...', 'aria-keyshortcuts': '/' });
    let waiting = 0;
    search.addEventListener('input', () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => { view.search = search.value; filterAnew(); }, 150);
    });
    form.append(element('label', { class: 'search' }, 'Search ', element('kbd', { 'aria-hidden': 'true' }, '/'), search));
    for (const [name, label, wordsOf] of SELECTS) {
      if (choices(name).length === 0 && name === 'suggested') {
        continue;
      }
      const select = element('select', { id: 'filter-' + name }, element('option', { value: '' }, 'All'));
      for (const [key, n] of choices(name)) {
        select.append(element('option', { value: key }, wordsOf(key) + ' (' + number(n) + ')'));
      }
      select.addEventListener('change', () => { view.filter[name] = select.value; filterAnew(); });
      form.append(element('label', {}, label, select));
    }
    form.append(element('button', { type: 'button', class: 'button', id: 'clear', click: () => { show({}); search.focus(); } }, 'Clear'));
    form.addEventListener('submit', (event) => event.preventDefault());
  }

  function choices(name) {
    if (name === 'look') {
      return Object.entries(LOOKS).map(([key, [, keep]]) => [key, findings.filter(keep).length]).filter(([, n]) => n > 0);
    }
    const fixed = { outcome: OUTCOMES, severity: SEVERITIES }[name];
    const sums = tally(findings.filter((f) => cellOf(name, f) !== null), (f) => cellOf(name, f));
    const keys = fixed ? fixed.filter((key) => sums.has(key)) : [...sums.keys()].sort(compare);
    return keys.map((key) => [key, sums.get(key).all]);
  }

  function cellOf(name, finding) {
    return finding[name === 'rule' ? 'decidedBy' : name];
  }

  // Shows what a number or name elsewhere on the page stands for, or one finding of it.
  function show(filter, finding) {
    view.search = '';
    view.filter = { ...filter };
    view.sort = 'risk';
    view.descending = true;
    document.getElementById('search').value = '';
    setSelects();
    view.open.clear();
    filterAnew();
    if (finding) {
      openOnly(finding);
    } else {
      goTo('findings-heading');
    }
  }

  function setSelects() {
    for (const select of document.querySelectorAll('#filters select')) {
      select.value = view.filter[select.id.replace('filter-', '')] || '';
    }
  }

  function openOnly(finding) {
    view.open.add(finding.place);
    view.page = Math.floor(view.shown.indexOf(finding) / ROWS_ON_A_PAGE);
    drawList();
    const opener = document.getElementById('open-' + finding.place);
    opener.focus({ preventScroll: true });
    opener.scrollIntoView({ block: 'center' });
  }

  // A heading of a section. The address says what is shown, so that a link in the page must not change it.
  function goTo(id) {
    const heading = document.getElementById(id);
    heading.focus({ preventScroll: true });
    heading.scrollIntoView();
  }

  // ---- The address: which findings are shown, and which of them is open -----------------------------------

  let writing = 0;

  // Browsers refuse to change the address often.
  function writeAddress() {
    clearTimeout(writing);
    writing = setTimeout(() => history.replaceState(null, '', address(view)), 200);
  }

  function address({ search, filter, sort, descending, page, open }) {
    const said = new URLSearchParams();
    if (search) said.set('search', search);
    Object.entries(filter).filter(([, key]) => key).forEach(([name, key]) => said.set(name, key));
    if (sort !== 'risk' || !descending) said.set('sort', (descending ? '-' : '') + sort);
    if (page > 0) said.set('page', String(page + 1));
    const last = [...open].pop();
    if (last !== undefined) said.set('open', findings[last].id);
    return location.href.split('#')[0] + '#' + said;
  }

  // What the address does not say rightly, it does not say.
  function readAddress() {
    const said = new URLSearchParams(location.hash.slice(1));
    view.search = said.get('search') || '';
    document.getElementById('search').value = view.search;
    view.filter = {};
    for (const [name] of SELECTS) {
      const key = said.get(name);
      if (key !== null && choices(name).some(([choice]) => choice === key)) {
        view.filter[name] = key;
      }
    }
    setSelects();
    const sort = (said.get('sort') || '-risk').replace('-', '');
    const isKnown = COLUMNS.some(([name]) => name === sort);
    view.sort = isKnown ? sort : 'risk';
    view.descending = !isKnown || (said.get('sort') || '-').startsWith('-');
    view.open.clear();
    filterAnew();
    const open = view.shown.find((finding) => finding.id === said.get('open'));
    const page = Number(said.get('page'));
    if (open) {
      openOnly(open);
    } else if (Number.isInteger(page) && page > 1 && page <= pages()) {
      view.page = page - 1;
      drawList();
    }
    if (!open && view.shown.length < findings.length) {
      goTo('findings-heading');
    }
  }

  function pages() {
    return Math.ceil(view.shown.length / ROWS_ON_A_PAGE);
  }

  // ---- Filtering, sorting, drawing --------------------------------------------------------------------

  function filterAnew() {
    const words = view.search.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = Object.entries(view.filter).filter(([, key]) => key);
    view.shown = findings.filter((finding) =>
      wanted.every(([name, key]) => (name === 'look' ? LOOKS[key][1](finding) : cellOf(name, finding) === key)) &&
      (words.length === 0 || matches(finding, words)));
    view.page = 0;
    sortAnew();
  }

  function matches(finding, words) {
    if (finding.haystack === undefined) {
      finding.haystack = [
        finding.id, finding.sentence, finding.account, finding.type, finding.resourceType, finding.rule, finding.severity, finding.reason,
        ...finding.details.flatMap(([, contents]) => contents.map(value)),
      ].join('\n').toLowerCase();
    }
    return words.every((word) => finding.haystack.includes(word));
  }

  function sortAnew() {
    const order = COLUMNS.find(([name]) => name === view.sort)[2];
    const sign = view.descending ? -1 : 1;
    view.shown.sort((a, b) => sign * order(a, b) || riskiestFirst(a, b));
    drawList();
  }

  function drawTableHead() {
    document.querySelector('#findings thead').replaceChildren(
      element('tr', { role: 'row' }, ...COLUMNS.map(([name, heading]) =>
        element('th', { scope: 'col', role: 'columnheader', class: name, 'data-sort': name },
          element('button', { type: 'button', click: () => sortBy(name) }, heading)))),
    );
  }

  function sortBy(name) {
    view.descending = view.sort === name ? !view.descending : name === 'risk' || name === 'severity';
    view.sort = name;
    view.page = 0;
    sortAnew();
  }

  function drawList() {
    for (const th of document.querySelectorAll('#findings thead th')) {
      if (th.dataset.sort === view.sort) {
        th.setAttribute('aria-sort', view.descending ? 'descending' : 'ascending');
      } else {
        th.removeAttribute('aria-sort');
      }
    }
    const first = view.page * ROWS_ON_A_PAGE;
    drawRows(first, first + ROWS_ON_A_PAGE);
    drawPages();
    writeAddress();
  }

  function drawRows(first, last) {
    const rows = view.shown.slice(first, last);
    document.querySelector('#findings tbody').replaceChildren(...rows.flatMap(findingRows));
    const n = view.shown.length;
    document.getElementById('count').textContent =
      findings.length === 0 ? 'There are no findings.'
        : n === 0 ? 'No finding matches.'
        : (n === findings.length ? count(n, 'finding') : number(n) + ' of ' + count(findings.length, 'finding')) +
          (rows.length < n ? ', shown are ' + number(first + 1) + ' to ' + number(first + rows.length) : '') + '.';
  }

  function findingRows(finding) {
    const isOpen = view.open.has(finding.place);
    const opener = element('button', {
      type: 'button', class: 'link opener', id: 'open-' + finding.place, 'aria-expanded': String(isOpen), 'aria-controls': 'detail-' + finding.place,
      click: () => toggle(finding),
    }, ...whole(finding.sentence));
    const row = element('tr', { role: 'row', class: isOpen ? 'open' : null },
      cell('outcome', 'Outcome', element('span', { class: 'badge ' + finding.outcome }, OUTCOME_WORDS[finding.outcome])),
      cell('severity', 'Severity', element('span', { class: finding.severity }, finding.severity)),
      cell('risk', 'Risk', number(finding.risk)),
      cell('finding', null, opener, element('div', { class: 'marks' }, ...marks(finding))),
      cell('account', 'Account', ...whole(finding.account), ' ', element('div', { class: 'where' }, finding.region || '')),
      cell('rule-name', 'Decided by', finding.rule === null ? element('span', { class: 'where' }, 'no rule') : element('span', {}, ...whole(finding.rule))));
    return isOpen ? [row, detailRow(finding)] : [row];
  }

  function cell(className, name, ...children) {
    return element('td', { role: 'cell', class: className, 'data-name': name }, ...children);
  }

  function marks(finding) {
    return [
      { yes: 'public', untold: 'may be public', no: null }[finding.isPublic],
      finding.tagsAlone ? 'by tags alone' : null,
      finding.unread.length > 0 ? 'not all read' : null,
      finding.far ? 'no rule near' : null,
    ].filter(Boolean).map((text) => element('span', { class: 'mark' }, text));
  }

  function toggle(finding) {
    const opener = document.getElementById('open-' + finding.place);
    const row = opener.closest('tr');
    if (view.open.delete(finding.place)) {
      row.nextSibling.remove();
      row.classList.remove('open');
      opener.setAttribute('aria-expanded', 'false');
    } else {
      view.open.add(finding.place);
      row.after(detailRow(finding));
      row.classList.add('open');
      opener.setAttribute('aria-expanded', 'true');
    }
    writeAddress();
  }

  function drawPages() {
    const all = pages();
    const turn = (by) => () => {
      view.page += by;
      drawList();
      document.getElementById('count').scrollIntoView();
      const button = document.getElementById(by > 0 ? 'next-page' : 'previous-page');
      (button.disabled ? document.getElementById(by > 0 ? 'previous-page' : 'next-page') : button).focus({ preventScroll: true });
    };
    fill(
      'pages',
      ...(all < 2 ? [] : [
        element('button', { type: 'button', class: 'button', id: 'previous-page', disabled: view.page === 0, click: turn(-1) }, 'Previous'),
        element('span', {}, 'Page ' + number(view.page + 1) + ' of ' + number(all)),
        element('button', { type: 'button', class: 'button', id: 'next-page', disabled: view.page >= all - 1, click: turn(1) }, 'Next'),
      ]),
    );
  }

  // ---- One finding, explained -------------------------------------------------------------------------

  function detailRow(finding) {
    return element('tr', { role: 'row', id: 'detail-' + finding.place },
      element('td', { role: 'cell', colspan: COLUMNS.length, class: 'detail' },
        element('div', { class: 'detail-columns' },
          element('div', {}, ...why(finding)),
          element('div', {}, ...facts(finding)))));
  }

  function why(finding) {
    const told = [];
    for (const guard of finding.guards.map(value).filter((text) => sentence(text) !== sentence(finding.reason))) {
      told.push(element('li', {}, sentence(guard)));
    }
    for (const applied of finding.applied.map(value)) {
      told.push(appliedRule(finding, applied));
    }
    const nearest = finding.nearest.map(value);
    const first = nearest[0];
    const parts = [
      element('h4', {}, finding.outcome === 'archive' ? 'Why it is archived' : finding.outcome === 'alert' ? 'Why it is not archived' : 'Why it is left as it is'),
      element('p', {}, sentence(finding.reason)),
      told.length === 0 ? null : element('ul', {}, ...told),
    ];
    if (first) {
      parts.push(element('h4', {}, finding.far ? 'No rule is near; the nearest is ' : 'The nearest rule: ', element('code', {}, value(first[0]))));
      parts.push(nearRule(first));
      if (nearest.length > 1) {
        parts.push(element('details', {},
          element('summary', {}, count(nearest.length - 1, 'rule') + ' less near'),
          ...nearest.slice(1).flatMap((near) => [element('h4', {}, element('code', {}, value(near[0]))), nearRule(near)])));
      }
      if (finding.others > 0) {
        parts.push(element('p', { class: 'hint' }, count(finding.others, 'other archive rule') + ' did not match either.'));
      }
    }
    parts.push(...listed('Not read', finding.unread), ...notChecked(finding), ...listed('Notes', finding.notes));
    parts.push(element('h4', {}, 'Risk ' + number(finding.risk)));
    parts.push(finding.factors.length === 0
      ? element('p', { class: 'hint' }, 'No risk factor applies.')
      : element('ul', {}, ...finding.factors.map(([id, points, certain]) => element('li', {},
        (points > 0 ? '+' : '') + points + ' ', element('code', {}, id), certain ? '' : ' (could not be checked, so it is counted)'))));
    return parts.filter(Boolean);
  }

  function listed(heading, sentences) {
    return sentences.length === 0 ? [] : [
      element('h4', {}, heading),
      element('ul', {}, ...sentences.map((text) => element('li', {}, sentence(value(text))))),
    ];
  }

  function notChecked(finding) {
    return finding.notChecked.length === 0 ? [] : [
      element('h4', {}, 'Not checked'),
      element('ul', {}, ...finding.notChecked.map((rule) => element('li', {}, 'Whether rule ', element('code', {}, ...whole(rule)), ' applies.'))),
    ];
  }

  function appliedRule(finding, [rule, effect, certain, reason, unread]) {
    const name = element('code', {}, value(rule));
    const words = effect === 'archive'
      ? (finding.outcome === 'archive' ? ' archives it: ' : ' would archive it: ')
      : certain ? ' alerts on this: ' : ' could not be checked, so this is alerted in case it applies: ';
    return element('li', {}, 'Rule ', name, words, sentence(value(reason)),
      unread.length === 0 ? null : element('ul', {}, ...unread.map((text) => element('li', {}, sentence(value(text))))));
  }

  function nearRule([, reason, conditions, failed]) {
    const certain = failed.every(([, isCertain]) => isCertain);
    return element('div', {},
      element('p', {}, value(reason), ' ',
        element('span', { class: 'hint' }, failed.length + ' of ' + count(conditions, 'condition') + (failed.length === 1 ? ' is' : ' are') + (certain ? ' not true:' : ' not known to be true:'))),
      element('ul', { class: 'conditions' }, ...failed.map(([expression, isCertain, saw]) =>
        element('li', { class: isCertain ? null : 'uncertain' },
          element('code', {}, value(expression)),
          saw.length === 0 ? null : element('span', { class: 'saw' }, (isCertain ? 'saw ' : 'could not be checked: ') + saw.map(value).join('; '))))));
  }

  function facts(finding) {
    const list = element('dl', { class: 'values' });
    for (const [name, contents] of finding.details) {
      list.append(element('dt', {}, value(name)), ...contents.map((content) => element('dd', {}, ...whole(value(content)))));
    }
    const link = consoleLink(finding);
    const resource = finding.details.find(([name]) => value(name) === 'Resource');
    const parts = [
      element('h4', {}, 'The finding'),
      list,
      element('p', { class: 'copies' },
        resource ? labelled('ARN', copyButton('the ARN', resource[1].map(value).join('\n'))) : null,
        labelled('id', copyButton("the finding's id", finding.id)),
        labelled('link to this', copyButton('a link to this finding in this page', address({ search: '', filter: {}, sort: 'risk', descending: true, page: 0, open: [finding.place] })))),
    ];
    if (link) {
      parts.push(element('p', {}, element('a', { href: link, rel: 'noopener noreferrer', target: '_blank' }, 'Open it in the AWS console')));
    }
    if (finding.offered.length > 0) {
      parts.push(element('details', {},
        element('summary', {}, 'A rule that would archive exactly this'),
        element('p', { class: 'hint' }, 'Fill in who owns it and why, and add it to the rules.'),
        yaml('Rule', 'the rule', finding.offered.map(value).join('\n'))));
    }
    return parts;
  }

  function labelled(what, button) {
    return element('span', {}, button, ' ', element('span', { class: 'hint', 'aria-hidden': 'true' }, what));
  }

  function consoleLink(finding) {
    return finding.console !== null && /^https:\/\/console\.[a-z.-]+\/access-analyzer\//.test(finding.console) && /^[A-Za-z0-9_-]+$/.test(finding.id)
      ? finding.console + finding.id
      : null;
  }

  // ---- Print: the first of the chosen findings on one long page -------------------------------------------

  window.addEventListener('beforeprint', () => {
    drawRows(0, ROWS_IN_PRINT);
    fill('pages');
  });
  window.addEventListener('afterprint', drawList);

  // ---- Keys and links ------------------------------------------------------------------------------

  document.addEventListener('keydown', (event) => {
    if (event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
      event.preventDefault();
      document.getElementById('search').focus();
    }
  });
  for (const link of document.querySelectorAll('a[href^="#"]')) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      goTo(link.getAttribute('href').slice(1));
    });
  }
  window.addEventListener('hashchange', readAddress);

  drawHead();
  drawTotals();
  drawCharts();
  drawRules();
  drawWithout();
  drawTableHead();
  drawFilters();
  readAddress();
  for (const id of ['filters', 'findings']) {
    document.getElementById(id).hidden = findings.length === 0;
  }
  document.documentElement.dataset.drawn = String(findings.length);
})();
