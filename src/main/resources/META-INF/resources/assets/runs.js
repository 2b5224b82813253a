/** The list of runs, live. The filter is in the address, so that it can be bookmarked and shared. */

import { announce, byId, confirmed, element, iconButton, setText, show, toast, watch } from './dom.js'
import { age, count, duration, percent, short, speed, value } from './format.js'
import * as api from './api.js'
import { openSubmit, prepareSubmit } from './submit.js'

const PAGE = 50
const MAX_COMPARED = 20

const rows = new Map()
const selected = new Set()
const states = new Map()
let next = null
let shown = 0

const address = () => new URLSearchParams(location.search)

function go(changes) {
  const params = address()
  params.delete('cursor')
  for (const [name, value] of Object.entries(changes)) {
    if (value) params.set(name, value)
    else params.delete(name)
  }
  const query = params.toString()
  history.pushState(null, '', query ? `?${query}` : location.pathname)
  reflect()
  poll()
}

function query() {
  const params = address()
  const requested = new URLSearchParams({ limit: PAGE })
  for (const name of ['state', 'sort', 'cursor']) {
    if (params.get(name)) requested.set(name, params.get(name))
  }
  const [key, ...value] = (params.get('label') ?? '').split('=')
  if (key && value.length) requested.set(`label.${key}`, value.join('='))
  return `/runs?${requested}`
}

/** Sets the controls from the address. */
function reflect() {
  const params = address()
  const state = params.get('state') ?? ''
  for (const chip of byId('states').children) {
    chip.setAttribute('aria-pressed', String(chip.dataset.state === state))
  }
  if (document.activeElement !== byId('label')) byId('label').value = params.get('label') ?? ''
  const sort = params.get('sort') ?? '-submitted'
  for (const button of document.querySelectorAll('[data-sort]')) {
    const by = sort.replace('-', '') === button.dataset.sort
    const ascending = by && !sort.startsWith('-')
    // The higher the age, the earlier the submission.
    const rises = button.dataset.sort === 'submitted' ? by && !ascending : ascending
    button.parentElement.setAttribute('aria-sort', by ? (rises ? 'ascending' : 'descending') : 'none')
  }
}

function sortBy(key) {
  const current = address().get('sort') ?? '-submitted'
  go({ sort: current === `-${key}` ? key : `-${key}` })
}

async function refresh() {
  const requested = query()
  const page = await api.get(requested)
  if (requested !== query()) return
  next = page.next
  shown = page.runs.length
  const filtered = Boolean(address().get('state') || address().get('label') || address().get('cursor'))
  show(byId('list'), shown > 0)
  show(byId('none'), shown === 0 && filtered)
  show(byId('start'), shown === 0 && !filtered)
  show(byId('next-page'), next != null)
  show(byId('first-page'), address().has('cursor'))
  const ids = new Set(page.runs.map(run => run.id))
  for (const [id, row] of rows) {
    if (!ids.has(id)) {
      row.node.remove()
      rows.delete(id)
    }
  }
  const body = byId('rows')
  page.runs.forEach((run, index) => {
    const row = rows.get(run.id) ?? newRow(run)
    row.update(run)
    if (body.children[index] !== row.node) body.insertBefore(row.node, body.children[index] ?? null)
    announceChange(run)
  })
}

function announceChange(run) {
  const before = states.get(run.id)
  if (before && before !== run.state) announce(`Run ${run.input.name}: ${run.state}`)
  states.set(run.id, run.state)
}

function cell(name, ...children) {
  return element('td', { role: 'cell', class: name }, ...children)
}

function newRow(first) {
  let run = first
  const checkbox = element('input', { type: 'checkbox', 'aria-label': `Compare ${run.input.name}`, onchange: () => choose(run.id, checkbox.checked) })
  checkbox.checked = selected.has(run.id)
  const state = element('span', { class: 'state' })
  const comparison = element('span', { class: 'tag' })
  const link = element('a', { href: api.page(run) }, run.input.name)
  const pipeline = run.pipeline === 'signal' ? null : element('span', { class: 'tag' }, run.pipeline)
  const found = element('span', { class: 'tag findings' })
  const error = element('span', { class: 'why' })
  const numbers = ['window', 'value', 'rows', 'speed', 'duration', 'age'].map(name => cell(`num ${name}`))
  const [window, result, total, rate, took, since] = numbers
  const cancel = iconButton('stop', `Cancel ${run.input.name}`, () => act(api.cancel, run, 'Cancelling…'))
  const again = iconButton('again', `Run ${run.input.name} again`, () => act(api.rerun, run, 'Queued again'))
  const pin = iconButton('pin', `Pin ${run.input.name}`, () => act(it => api.pin(it, !api.isPinned(it)), run))
  const remove = iconButton('trash', `Delete ${run.input.name}`, () => deleteRun(run))
  const node = element('tr', { role: 'row' },
    cell('pick', checkbox),
    cell('status', state, comparison),
    cell('input', link, pipeline, found, error),
    ...numbers,
    cell('acts', cancel, again, pin, remove))
  const row = {
    node,
    link,
    update(latest) {
      run = latest
      const ended = api.isEnded(run)
      const fraction = run.progress?.fraction
      setText(state, fraction == null ? run.state : `${run.state} ${percent(fraction)}`)
      state.dataset.state = run.state
      show(comparison, run.identical != null)
      setText(comparison, run.identical ? 'identical' : 'different')
      const { findings, warnings } = run
      show(found, findings.length > 0)
      setText(found, findings.length === 1 ? '1 finding' : `${findings.length} findings`)
      found.title = findings.map(({ message }) => message).join('\n')
      found.classList.toggle('warn', warnings.length > 0)
      setText(error, run.error ?? '')
      setText(window, run.config.window == null ? '–' : count(run.config.window))
      setText(result, run.result ? value(run) : '–')
      result.title = run.result?.metric.replaceAll('_', ' ') ?? ''
      result.toggleAttribute('data-none', run.result == null)
      const known = run.result?.rows ?? run.progress?.rows
      setText(total, known == null ? '–' : count(known))
      total.toggleAttribute('data-none', known == null)
      const fast = speed(run)
      setText(rate, fast == null ? '–' : short(fast))
      setText(took, run.timings.durationSeconds == null ? '–' : duration(run.timings.durationSeconds))
      setText(since, age(run.timings.queuedAt))
      since.title = run.timings.queuedAt
      show(cancel, !ended)
      show(again, ended)
      show(remove, ended)
      pin.setAttribute('aria-pressed', String(api.isPinned(run)))
    },
  }
  rows.set(run.id, row)
  return row
}

function choose(id, on) {
  if (on) selected.add(id)
  else selected.delete(id)
  const button = byId('compare')
  show(button, selected.size > 1)
  button.disabled = selected.size > MAX_COMPARED
  setText(button, `Compare ${selected.size} runs`)
}

async function act(action, run, done) {
  try {
    await action(run)
    if (done) toast(`${done}: ${run.input.name}`)
  } catch (problem) {
    toast(problem.message, true)
  }
  poll()
}

async function deleteRun(run) {
  if (!await confirmed(`Delete the run of ${run.input.name} and its files? This cannot be undone.`, 'Delete')) return
  const neighbour = rows.get(run.id)?.node.nextElementSibling ?? rows.get(run.id)?.node.previousElementSibling
  await act(api.remove, run, 'Deleted')
  choose(run.id, false);
  (neighbour?.querySelector('a') ?? byId('new-run')).focus()
}

function listen() {
  byId('states').addEventListener('click', event => {
    if (event.target.dataset.state != null) go({ state: event.target.dataset.state })
  })
  for (const button of document.querySelectorAll('[data-sort]')) {
    button.addEventListener('click', () => sortBy(button.dataset.sort))
  }
  byId('label').addEventListener('change', event => go({ label: event.target.value.trim() }))
  byId('show-all').addEventListener('click', () => go({ state: null, label: null }))
  byId('next-page').addEventListener('click', () => {
    go({ cursor: next })
    scrollTo(0, 0)
  })
  byId('first-page').addEventListener('click', () => go({}))
  byId('compare').addEventListener('click', () => location.assign(`/ui/compare?ids=${[...selected].join(',')}`))
  byId('new-run').addEventListener('click', () => openSubmit())
  addEventListener('popstate', () => {
    reflect()
    poll()
  })
  byId('origin').textContent = location.origin
}

reflect()
listen()
const poll = watch(refresh, () => 1000)
prepareSubmit()
