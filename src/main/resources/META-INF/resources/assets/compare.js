/** Runs side by side: what differs first, then their plots, then what is common to all. */

import { byId, element, setText, show } from './dom.js'
import * as api from './api.js'
import { drawPlot } from './plot.js'

const ids = (new URLSearchParams(location.search).get('ids') ?? '').split(',').filter(Boolean)

/** The most interesting rows come first. */
const FIRST = ['metrics.value', 'metrics.rows_processed', 'state', 'config.window', 'input.name']

async function compare() {
  const [comparison, runs] = await Promise.all([
    api.get(`/runs/compare?ids=${ids.map(encodeURIComponent).join(',')}`),
    Promise.all(ids.map(id => api.get(`/runs/${encodeURIComponent(id)}`))),
  ])
  document.title = `Compare ${runs.map(run => run.input.name).join(', ')} · mlops-task`
  showVerdict(comparison, runs)
  fill(byId('different'), runs, sorted(Object.entries(comparison.different)), true)
  show(byId('different-section'), Object.keys(comparison.different).length > 0)
  fill(byId('same'), runs, Object.entries(comparison.same).map(([key, value]) => [key, [value]]), false)
  show(byId('same-section'), Object.keys(comparison.same).length > 0)
  await drawPlot(byId('plot'), byId('plot-tools'), runs)
}

function showVerdict({ identical }, runs) {
  const verdict = byId('verdict')
  verdict.className = identical ? 'notice good' : 'notice'
  verdict.replaceChildren(...identical
    ? [element('strong', {}, 'Identical'), ': the results of these runs are the same except for the latency and the promotion.']
    : [`The results of these ${runs.length} runs differ.`])
  show(verdict, identical != null)
}

function sorted(entries) {
  const rank = ([key]) => {
    const at = FIRST.indexOf(key)
    return at < 0 ? FIRST.length : at
  }
  return entries.sort((a, b) => rank(a) - rank(b))
}

function fill(table, runs, entries, perRun) {
  const columns = perRun
    ? runs.map((run, index) => element('th', { scope: 'col' },
      element('span', { class: `key key-run-${index % 6}` }),
      element('a', { href: api.page(run) }, `${index + 1}: ${run.input.name}`)))
    : [element('th', { scope: 'col' }, 'Common to all')]
  table.replaceChildren(
    element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, 'Field'), ...columns)),
    element('tbody', {}, ...entries.map(([key, values]) => element('tr', {},
      element('th', { scope: 'row' }, ...breakable(key)),
      ...values.map(value => element('td', {}, value == null ? '–' : text(value)))))))
}

/** Some values are objects. */
const text = value => typeof value === 'object' ? JSON.stringify(value) : String(value)

/** Lets a narrow screen break a key between its words only. */
function breakable(key) {
  return key.split(/(?<=[._])/).flatMap(part => [part, element('wbr')])
}

compare().catch(problem => {
  setText(byId('error'), problem.message)
  show(byId('error'))
})
