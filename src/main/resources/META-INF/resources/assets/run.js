/** One run: its progress while it is active, then its result and provenance. */

import { byId, confirmed, element, fillFacts, setText, show, toast, watch } from './dom.js'
import { bytes, count, duration, percent, short, speed, time, value } from './format.js'
import * as api from './api.js'
import { hasGroups, showGroups } from './groups.js'
import { followLog } from './log.js'
import { drawPlot } from './plot.js'
import { showTraining } from './training.js'

const id = byId('run').dataset.id
let run = null
let plotted = false
/** The plot and the name of the chosen group; of a run without groups there is none. */
let plot = null
let group = null
/** What the run wrote besides its record; fetched when it has ended. */
let artifacts = null
let metrics = null

async function refresh() {
  const first = run == null
  run = await api.get(`/runs/${id}`)
  const ended = api.isEnded(run)
  document.title = `${run.input.name}, ${run.state} · mlops-task`
  setText(byId('crumb'), run.input.name)
  setText(byId('name'), run.input.name)
  setText(byId('state'), run.state)
  byId('state').dataset.state = run.state
  show(byId('cancel'), !ended)
  show(byId('rerun'), ended)
  show(byId('delete'), ended)
  byId('pin').setAttribute('aria-pressed', String(api.isPinned(run)))
  setText(byId('pin'), api.isPinned(run) ? 'Pinned' : 'Pin')
  showProgress(ended)
  if (ended && artifacts == null) await loadResults()
  showVerdict()
  show(byId('error'), run.error != null)
  setText(byId('error'), run.error ?? '')
  showFindings()
  showTiles()
  showDetails()
  // A pipeline without a window has no series.
  if (run.result && run.config.window != null && !plotted) {
    plotted = true
    if (hasGroups(run)) listGroups()
    else showPlot()
  }
  if (first) followLog(run, ended, byId('log'), byId('log-live'))
}

async function loadResults() {
  artifacts = []
  try {
    [artifacts, metrics] = await Promise.all([api.get(run.links.artifacts), api.get(run.links.metrics)])
    await showTraining(artifacts, metrics)
  } catch (problem) {
    if (problem.status !== 404) toast(problem.message, true)
  }
}

function showFindings() {
  const list = byId('findings')
  show(list, run.findings.length > 0)
  list.classList.toggle('warn', run.warnings.length > 0)
  list.replaceChildren(...run.findings.map(({ check, severity, line, message }) => element('li', { 'data-severity': severity },
    element('code', {}, check), ` ${message}`, line == null ? '' : element('span', { class: 'tag' }, `line ${count(line)}`))))
}

function showProgress(ended) {
  show(byId('working'), !ended)
  if (ended) return
  const { progress, timings } = run
  const bar = byId('bar')
  if (progress?.fraction == null) bar.removeAttribute('value')
  else bar.value = progress.fraction
  if (!progress) {
    setText(byId('working-text'), run.state === 'queued' ? `Waiting for ${duration(timings.queueSeconds)}` : 'Starting')
    return
  }
  const left = progress.fraction > 0.01 ? timings.durationSeconds * (1 - progress.fraction) / progress.fraction : null
  setText(byId('working-text'), [
    progress.fraction == null ? null : percent(progress.fraction),
    `${count(progress.rows)} rows`,
    `${short(progress.rowsPerSecond)} rows/s`,
    left == null ? null : `${duration(left)} left`,
  ].filter(Boolean).join(' · '))
}

function showVerdict() {
  const verdict = byId('verdict')
  show(verdict, run.rerunOf != null)
  if (run.rerunOf == null) return
  const state = run.identical == null ? 'unknown' : run.identical ? 'identical' : 'different'
  if (verdict.dataset.verdict === state) return
  verdict.dataset.verdict = state
  const original = element('a', { href: `/ui/runs/${run.rerunOf}` }, 'the original run')
  const compare = element('a', { href: `/ui/compare?ids=${run.rerunOf},${run.id}` }, 'Compare them')
  const words = {
    unknown: ['Rerun of ', element('a', { href: `/ui/runs/${run.rerunOf}` }, 'another run'), '.'],
    identical: [element('strong', {}, 'Identical'), ' to ', original, ': metrics.json is the same except for the latency and the promotion. ', compare, '.'],
    different: [element('strong', {}, 'Different'), ' from ', original, '. ', compare, '.'],
  }
  verdict.className = state === 'different' ? 'notice bad' : state === 'identical' ? 'notice good' : 'notice'
  verdict.replaceChildren(...words[state])
}

function showTiles() {
  const { result, timings, config } = run
  const fast = speed(run)
  fillFacts(byId('tiles'), [
    [result?.metric.replaceAll('_', ' '), result && value(run)],
    ['rows', result && count(result.rows)],
    ['duration', timings.durationSeconds == null || !api.isEnded(run) ? null : duration(timings.durationSeconds)],
    ['rows/s', result && fast != null ? short(fast) : null],
    ['window', config.window == null ? null : count(config.window)],
    ['rows invalid', metrics?.rows_invalid == null ? null : count(metrics.rows_invalid)],
    ['predicted by', metrics?.predicted_by_version == null ? null : `version ${metrics.predicted_by_version}`],
    ['queued for', duration(timings.queueSeconds)],
  ])
}

const by = (what, name) => name == null ? what : `${what || 'none,'} by ${name}`

function showDetails() {
  fillFacts(byId('config'), Object.entries(run.config))
  const { timings, provenance, input } = run
  fillFacts(byId('provenance'), [
    ['run', run.id],
    ['pipeline', run.pipeline],
    ['input', `${input.name}, ${bytes(input.bytes)}, ${input.uploaded ? 'uploaded' : 'on the server'}`],
    ['input SHA-256', input.sha256],
    ['submitted', by(time(timings.queuedAt), run.submittedBy)],
    ['started', timings.startedAt && time(timings.startedAt)],
    ['ended', timings.endedAt && time(timings.endedAt)],
    ['cancelled by', run.cancelledBy],
    ['attempts', String(run.attempt)],
    ['program', provenance && `mlops-task ${provenance.version}`],
    ['code SHA-256', provenance?.code],
    ['Java', provenance?.java],
    ['platform', provenance?.platform],
    ['labels', by(Object.entries(run.labels).map(([key, value]) => `${key}=${value}`).join(', '), run.labelledBy)],
  ])
  showFiles()
}

function showFiles() {
  const { links, input } = run
  const files = [['run.log', links.log], ['config.yaml', links.config], [input.name, links.input]]
  if (api.isEnded(run)) files.unshift(['metrics.json', links.metrics])
  if (run.result && run.config.window != null) files.push(['signals.csv', links.signals])
  if (group != null) files.push([`signals of ${group}`, `${links.signals}?group=${encodeURIComponent(group)}`])
  files.push(...(artifacts ?? []).map(file => [file.name, file.href, file.bytes]))
  const shown = files.map(([, link]) => link).join(' ')
  if (byId('files').dataset.shown === shown) return
  byId('files').dataset.shown = shown
  byId('files').replaceChildren(...files.map(([name, link, size]) =>
    element('li', {}, element('a', { href: link, download: name }, name), size == null ? null : element('span', { class: 'tag' }, bytes(size)))))
}

async function listGroups() {
  try {
    showGroups(run, await api.get(run.links.groups), chooseGroup)
  } catch (problem) {
    if (problem.status !== 404) toast(problem.message, true)
  }
}

async function chooseGroup(name) {
  group = name
  setText(byId('plot-title'), `Plot of ${name}`)
  showFiles()
  await showPlot()
}

async function showPlot() {
  const wanted = group
  try {
    const drawn = plot == null
      ? (plot = await drawPlot(byId('plot'), byId('plot-tools'), [run], { group: wanted })) != null
      : await plot.showGroup(wanted)
    if (wanted !== group) return
    show(byId('plot-section'), drawn || wanted != null)
    show(byId('plot'), drawn)
    show(byId('plot-tools'), drawn)
    show(byId('no-plot'), !drawn && wanted != null)
  } catch (problem) {
    if (problem.name !== 'AbortError') toast(problem.message, true)
  }
}

async function act(action) {
  try {
    return await action(run)
  } catch (problem) {
    toast(problem.message, true)
    return null
  } finally {
    poll()
  }
}

byId('cancel').addEventListener('click', () => act(api.cancel))
byId('pin').addEventListener('click', () => act(it => api.pin(it, !api.isPinned(it))))
byId('rerun').addEventListener('click', async () => {
  const again = await act(api.rerun)
  if (again) location.assign(api.page(again))
})
byId('delete').addEventListener('click', async () => {
  if (!await confirmed('Delete this run and its files? This cannot be undone.', 'Delete')) return
  try {
    await api.remove(run)
    location.assign('/')
  } catch (problem) {
    toast(problem.message, true)
  }
})

const poll = watch(refresh, () => run && api.isEnded(run) ? null : 400)
