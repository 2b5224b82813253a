/** The models: versions side by side, the current and former champions, and drift. */

import { announce, byId, element, fillFacts, setText, show, toast, watch } from './dom.js'
import { age, count, time } from './format.js'
import * as api from './api.js'
import { driftCard, LEVELS } from './drift.js'

const REFRESH = 5000

let name = new URLSearchParams(location.search).get('model')
let model = null

const champion = () => model.versions.find(version => version.champion)
/** Scores are comparable if they are of the same rows. */
const split = ({ provenance: from }) => `${from.dataHash} ${from.seed} ${from.testSize}`
const path = () => `/models/${encodeURIComponent(name)}`

async function refresh() {
  const models = await api.get('/models')
  name ??= models[0]?.name ?? null
  const known = models.find(one => one.name === name)
  const trained = known != null && known.versions > 0
  show(byId('start'), !trained)
  show(byId('content'), trained)
  showChoice(models)
  if (!trained) return
  const [next, drift, metrics] = await Promise.all([
    api.get(path()), optional(`${path()}/drift`), optional(`${path()}/metrics`),
  ])
  model = next
  document.title = `${name}, ${model.champion ? `version ${model.champion}` : 'no champion'} · mlops-task`
  show(byId('rollback'), model.previous != null)
  setText(byId('rollback'), `Roll back to version ${model.previous}`)
  show(byId('retrain'))
  showTiles(drift, metrics)
  showVersions()
  showDrift(drift)
  showHistory()
}

/** Null if there is no data yet. */
const optional = address => api.get(address).catch(problem => {
  if ([404, 409, 503].includes(problem.status)) return null
  throw problem
})

function showChoice(models) {
  show(byId('choose'), models.length > 1)
  byId('model').replaceChildren(...models.map(one => element('option', { selected: one.name === name }, one.name)))
}

function showTiles(drift, metrics) {
  const serving = champion()
  const live = metrics?.live
  fillFacts(byId('tiles'), [
    ['Champion', serving ? `Version ${serving.version}` : 'none'],
    ['Held-out RMSE', serving?.heldOut.rmse.toFixed(4)],
    ['Held-out R²', serving?.heldOut.r2.toFixed(4)],
    ['Live RMSE', live?.rmse?.toFixed(4)],
    ['Drift', drift ? LEVELS[drift.level].label : null],
    ['Versions', String(model.versions.length)],
  ])
}

function showVersions() {
  const comparable = model.versions.filter(version => split(version) === split(champion() ?? model.versions[0]))
  const min = score => Math.min(...comparable.map(score))
  const marks = {
    among: new Set(comparable.length > 1 ? comparable : []),
    rmse: min(version => version.heldOut.rmse),
    mae: min(version => version.heldOut.mae),
    r2: -min(version => -version.heldOut.r2),
  }
  const focused = document.activeElement?.dataset?.version
  byId('versions').replaceChildren(...model.versions.flatMap(version =>
    version.refusal ? [row(version, marks), refusal(version)] : [row(version, marks)]))
  if (focused) document.querySelector(`#versions [data-version="${focused}"]`)?.focus()
}

function row(version, marks) {
  const { heldOut, train, provenance, links } = version
  const score = (name, value, best) => element('td', { class: `num ${name}` }, marks.among.has(version) && value === best
    ? element('strong', {}, value.toFixed(4), element('span', { class: 'unseen' }, ' the best'))
    : value.toFixed(4))
  return element('tr', { class: version.champion ? 'champion' : 'version' },
    element('th', { scope: 'row' }, String(version.version),
      version.champion ? element('span', { class: 'state', 'data-state': 'succeeded' }, 'champion') : null),
    element('td', {}, version.algorithm.replaceAll('_', ' '), element('span', { class: 'tag' }, version.features)),
    score('rmse', heldOut.rmse, marks.rmse),
    score('r2', heldOut.r2, marks.r2),
    score('mae', heldOut.mae, marks.mae),
    element('td', { class: 'num' }, train.rmse.toFixed(4)),
    element('td', { class: 'num' }, version.intervalCoverage == null ? 'not measured' : `${(version.intervalCoverage * 100).toFixed(1)} %`),
    element('td', {}, element('code', { title: `SHA-256 ${provenance.dataHash}` }, provenance.dataHash.slice(0, 8)),
      element('span', { class: 'tag' }, `seed ${provenance.seed}`)),
    element('td', { class: 'num' }, element('span', { title: time(version.createdAt) }, age(version.createdAt))),
    element('td', { class: 'from' },
      provenance.runId ? element('a', { href: `/ui/runs/${provenance.runId}`, 'aria-label': `Run of version ${version.version}` }, 'run') : 'batch',
      ' ', element('a', { href: links.card, 'aria-label': `Model card of version ${version.version}` }, 'card')),
    element('td', { class: 'acts' }, version.champion ? null : element('button', {
      'data-version': version.version,
      'aria-haspopup': 'dialog',
      'aria-label': `Promote version ${version.version}`,
      onclick: () => promote(version),
    }, 'Promote')))
}

/** A row of its own below the version's. */
const refusal = ({ version, refusal: { state, reason, at } }) => element('tr', { class: 'refusal', 'data-of': version },
  element('td', { colspan: 11 }, element('div', {},
    element('span', { class: 'state', 'data-gate': state, title: `by the promotion gate, ${time(at)}` }, state), ` ${reason}`)))

function showDrift(drift) {
  const text = byId('drift-text')
  const level = LEVELS[drift?.level ?? 'insufficient_data']
  text.className = `notice ${level.notice}`
  setText(text, drift == null
    ? 'No requests yet.'
    : `${level.sentence} ${count(drift.rows)} recent rows compared with ${count(drift.referenceRows)} training rows.`)
  byId('drift').replaceChildren(...(drift?.columns ?? []).map(driftCard))
}

function showHistory() {
  show(byId('no-history'), model.history.length === 0)
  byId('history').replaceChildren(...[...model.history].reverse().map(change => element('li', {},
    element('strong', {}, change.action === 'promoted' ? `Version ${change.to} promoted` : `Back to version ${change.to}`),
    change.from ? ` in place of version ${change.from}` : '',
    element('span', { class: 'about' }, ` ${time(change.at)}, ${change.actor}`),
    change.refusal ? element('p', { class: 'about' }, `The gate had ${change.refusal.state} it: ${change.refusal.reason}`) : null,
    element('p', {}, change.reason))))
}

function promote(version) {
  const serving = champion()
  ask(`Promote version ${version.version}?`,
    serving
      ? `It replaces version ${serving.version} from the next request on, without the promotion gate (RMSE ${version.heldOut.rmse.toFixed(4)} against ${serving.heldOut.rmse.toFixed(4)}).`
      : 'It serves from the next request on.',
    'Promote', version.links.promote, version.refusal)
}

byId('rollback').addEventListener('click', () => {
  const promoted = model.history.findLast(change => change.to === model.previous)
  ask(`Roll back to version ${model.previous}?`,
    `It replaces version ${model.champion} from the next request on. Version ${model.previous} became the champion ${time(promoted.at)}: ${promoted.reason}`,
    'Roll back', `${path()}/rollback`)
})

/** Asks for a reason, which is required against a refusal, then sends the request. */
function ask(question, about, verb, address, refusal = null) {
  show(byId('change-refusal'), refusal != null)
  setText(byId('change-refusal'), refusal ? `The gate has ${refusal.state} it: ${refusal.reason}` : '')
  setText(byId('reason-label'), refusal ? 'Reason (required, recorded in the history)' : 'Reason (recorded in the history)')
  byId('reason').required = refusal != null
  setText(byId('change-question'), question)
  setText(byId('change-about'), about)
  setText(byId('change-go'), verb)
  byId('reason').value = ''
  const dialog = byId('change')
  dialog.returnValue = 'no'
  dialog.showModal()
  byId('reason').focus()
  dialog.addEventListener('close', async () => {
    if (dialog.returnValue !== 'yes') return
    const reason = byId('reason').value.trim()
    await act(() => api.post(address, reason ? { reason } : {}), change => `Version ${change.to} is the champion now`)
  }, { once: true })
}

/** Enter in the field confirms: by default it would press the first button, which cancels. */
byId('reason').addEventListener('keydown', event => {
  if (event.key !== 'Enter') return
  event.preventDefault()
  byId('change-go').click()
})

byId('retrain').addEventListener('click', () =>
  act(() => api.post(`${path()}/retrain`, {}), run => {
    location.assign(api.page(run))
    return 'Training started'
  }))

async function act(call, message) {
  try {
    const text = message(await call())
    toast(text)
    announce(text)
  } catch (problem) {
    toast(problem.message, true)
  }
  poll()
}

byId('model').addEventListener('change', event => {
  name = event.target.value
  history.replaceState(null, '', `?model=${encodeURIComponent(name)}`)
  poll()
})

setText(byId('origin'), location.origin)
const poll = watch(refresh, () => REFRESH)
