import { inWords, withoutCodes } from '../cause-words';
import { type Finding, findingsOf } from '../findings';
import { type RegionGroup, regionsByState } from '../regions-by-state';
import type { CheckResult, DriftItem, RegionResult, Report } from '../report';
import { isCommand } from '../short-steps';
import { TONE_OF_CHECK, TONE_OF_REGION, TONE_OF_REPORT } from '../tone';
import { html, Markup } from './markup';
import { STYLE } from './style';

/**
 * Reports as one page to look at: no script, nothing from elsewhere, readable in print and in the dark. What is wrong comes
 * first, each finding with its evidence and what to do; then the regions by their states, what differs, and what passed.
 */
export function reportPage(reports: readonly Report[]): string {
  const [only] = reports;
  const title =
    reports.length === 1 && only !== undefined
      ? `${only.status}: ${only.roleName} in ${only.accountId}`
      : `${reports.length} Datadog integrations`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE_MARKUP}</style>
</head>
<body>
<main>
${reports.map(article)}
</main>
</body>
</html>
`.html;
}

const STYLE_MARKUP = new Markup(STYLE);

function article(report: Report): Markup {
  const { roleName, roleArn, accountId, partition, datadogSite, generatedAt, status, checks } = report;
  const { chief, others, consequences, passed } = findingsOf(report);
  const isHealthy = status === 'healthy';
  const conclusion = isHealthy ? checks.find(({ id }) => id === 'regions') : chief;
  const found = chief === undefined ? others : [chief, ...others];
  return html`<article>
<h1>${roleName}</h1>
<p class="quiet">${roleArn === '' ? '' : html`${roleArn}<br>`}Account ${accountId} (${partition}), ${datadogSite === '' ? 'Datadog site unknown' : datadogSite}, ${generatedAt}</p>
<div class="verdict ${TONE_OF_REPORT[status]}"><span class="state">${status}</span>${conclusion === undefined ? '' : html`<p>${withoutCodes(conclusion.summary)}</p>`}</div>
${found.length === 0 ? '' : html`<h2>What was found</h2>${found.map(finding)}`}
${consequences.length === 0 ? '' : html`<p class="quiet">Follow from these: ${consequences.map(({ id }) => id).join(', ')}.</p>`}
<h2>Regions</h2>
${regionGroups(report.regions)}
${report.drift.length === 0 ? '' : html`<h2>Drift</h2>${driftTable(report.drift)}`}
${passed.length === 0 ? '' : html`<h2>What passed</h2>${passedTable(passed)}`}
</article>
`;
}

function finding({ ids, status, summary, evidence, remedy }: Finding): Markup {
  return html`<section class="finding ${TONE_OF_CHECK[status]}">
<span class="state">${status}</span>
<h3>${withoutCodes(summary)}</h3>
<p class="quiet">${ids.join(', ')}</p>
${evidence.length === 0 ? '' : html`<ul>${evidence.map((line) => html`<li>${withoutCodes(line)}</li>`)}</ul>`}
${remedy.length === 0 ? '' : html`<p><strong>What to do</strong></p><ol>${remedy.map(step)}</ol>`}
</section>
`;
}

function step(text: string): Markup {
  return isCommand(text) ? html`<li><pre>${text}</pre></li>` : html`<li>${withoutCodes(text)}</li>`;
}

function regionGroups(regions: readonly RegionResult[]): Markup {
  if (regions.length === 0) return html`<p class="quiet">None was tried.</p>`;
  return html`${regionsByState(regions).map(regionGroup)}`;
}

function regionGroup(group: RegionGroup): Markup {
  const [{ status, cause }] = group;
  const tone = TONE_OF_REGION[status];
  const messages = [...new Set(group.flatMap(({ message }) => (message === null ? [] : [message])))];
  return html`<p class="${tone}"><span class="state">${inWords(status)}</span>${cause === null ? '' : ` ${inWords(cause)}`} (${group.length})</p>
<ul class="regions ${tone}">${group.map(({ region, latencyMs }) => html`<li${latencyMs === null ? '' : html` title="${Math.round(latencyMs)} ms"`}>${region}</li>`)}</ul>
${messages.slice(0, MESSAGES_SHOWN).map((message) => html`<p class="quiet">${message}</p>`)}
`;
}

/** Of one group of regions: they differ in names mostly. */
const MESSAGES_SHOWN = 2;

function driftTable(drift: readonly DriftItem[]): Markup {
  return html`<table class="drift"><thead><tr><th>Where</th><th>Called for</th><th>Found</th></tr></thead><tbody>${drift.map(
    ({ path, expected, actual }) =>
      html`<tr><td>${path}</td><td>${value(expected)}</td><td>${value(actual)}</td></tr>`,
  )}</tbody></table>`;
}

function value(of: unknown): Markup {
  if (of === null || of === undefined) return html`<span class="quiet">nothing</span>`;
  if (typeof of === 'string') return html`<pre>${of}</pre>`;
  const [first = '', ...more] = JSON.stringify(of, null, 1).split('\n');
  return html`<pre>${first}${more.map((line) => html`\n${line}`)}</pre>`;
}

function passedTable(checks: readonly CheckResult[]): Markup {
  return html`<table class="passed"><tbody>${checks.map(
    ({ id, summary, evidence }) =>
      html`<tr><th>${id}</th><td>${withoutCodes(summary)}${evidence.map((line) => html`<br><span class="quiet">${line}</span>`)}</td></tr>`,
  )}</tbody></table>`;
}
