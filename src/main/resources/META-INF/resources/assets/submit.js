/** The panel for a new run. The service validates the values, with the messages of a submission. */

import { byId, element, show } from './dom.js'
import { bytes, percent } from './format.js'
import * as api from './api.js'
import { recognize } from './sources.js'

const CHECK_AFTER = 150

let keys = []
let file = null
let source = null
let applied = {}
let timer
let sending = null
let pending = null

export function prepareSubmit() {
  const dialog = byId('submit')
  byId('file').addEventListener('change', event => chooseFile(event.target.files[0]))
  byId('path').addEventListener('change', () => {
    if (byId('path').value) chooseFile(null)
    setProblem('input-problem', '')
  })
  byId('pipeline').addEventListener('change', describe)
  byId('submit-form').addEventListener('submit', event => {
    event.preventDefault()
    submit()
  })
  byId('submit-close').addEventListener('click', () => dialog.close())
  byId('submit-stop').addEventListener('click', () => sending?.stop())
  byId('offer-use').addEventListener('click', useOffer)
  dialog.addEventListener('close', () => sending?.stop())
  byId('start-choose').addEventListener('click', () => openSubmit())
  listenForDrops()
  describe()
  listInputs()
}

export function openSubmit(dropped) {
  const dialog = byId('submit')
  if (dropped) chooseFile(dropped)
  if (!dialog.open) dialog.showModal();
  (dropped ? byId('submit-go') : byId('file')).focus()
}

function listenForDrops() {
  const holdsFile = event => event.dataTransfer?.types.includes('Files')
  addEventListener('dragover', event => {
    if (!holdsFile(event)) return
    event.preventDefault()
    show(byId('drop'), !byId('submit').open)
    byId('zone').classList.add('over')
  })
  addEventListener('dragleave', event => {
    if (!event.relatedTarget) endDrag()
  })
  addEventListener('drop', event => {
    if (!holdsFile(event)) return
    event.preventDefault()
    endDrag()
    openSubmit(event.dataTransfer.files[0])
  })
}

function endDrag() {
  show(byId('drop'), false)
  byId('zone').classList.remove('over')
}

function chooseFile(chosen) {
  file = chosen ?? null
  byId('chosen').textContent = file ? `${file.name} · ${bytes(file.size)}` : ''
  if (file) byId('path').value = ''
  else byId('file').value = ''
  setProblem('input-problem', '')
  offer()
}

/** Offers the configuration of the file's source; what was taken over for the file before is withdrawn. */
async function offer() {
  for (const key of keys.filter(key => control(key).value === applied[key.name])) control(key).value = own(key)
  applied = {}
  source = null
  showOffer()
  const chosen = file
  const recognized = chosen && await recognize(chosen).catch(() => null)
  if (file !== chosen) return
  source = recognized
  showOffer()
}

/** If the pipeline has the keys, and some have another value. */
function showOffer() {
  const offered = Object.entries(source?.config ?? {})
  const controls = offered.map(([name]) => byId(`key-${name}`))
  const useful = controls.every(Boolean) && offered.some(([, value], i) => controls[i].value !== String(value))
  show(byId('offer'), useful)
  if (!useful) return
  const settings = offered.map(([name, value]) => element('code', {}, `${name} = ${written(value)}`))
  byId('offer-text').replaceChildren(
    source.name ? `This looks like a file of ${source.name}: ` : 'The newest row is first: ',
    ...settings.flatMap((setting, i) => i ? [', ', setting] : [setting]))
}

const written = value =>
  Array.isArray(value) ? `[${value.map(written).join(', ')}]` : /\w/.test(value) ? value : `"${value}"`

function useOffer() {
  for (const [name, value] of Object.entries(source.config)) {
    byId(`key-${name}`).value = applied[name] = String(value)
    if (byId('more').contains(byId(`key-${name}`))) byId('more').open = true
  }
  showOffer()
  check()
  byId('submit-go').focus()
}

async function listInputs() {
  const inputs = await api.get('/inputs').catch(() => [])
  byId('path').append(...inputs.map(input =>
    element('option', { value: input.name }, `${input.name} (${bytes(input.bytes)})`)))
  const sample = inputs.find(input => input.name.endsWith('ohlcv.csv'))
  if (sample) {
    const button = byId('start-sample')
    button.textContent = `Run the sample, ${sample.name}`
    show(button)
    button.addEventListener('click', () => {
      byId('path').value = sample.name
      submit()
    })
  }
}

async function describe() {
  try {
    const form = await api.get(`/pipelines/${byId('pipeline').value}/config`)
    keys = form.keys.filter(key => key.type !== 'section')
  } catch (problem) {
    setProblem('submit-problem', problem.message)
    return
  }
  byId('keys').replaceChildren(...keys.filter(key => key.required).map(field))
  byId('more-keys').replaceChildren(...keys.filter(key => !key.required).map(field))
  show(byId('more'), keys.some(key => !key.required))
  applied = {}
  showOffer()
}

const isNumber = key => ['integer', 'number'].includes(key.type)

const control = key => byId(`key-${key.name}`)

function field(key) {
  const id = `key-${key.name}`
  const about = { id, name: key.name, 'aria-describedby': `${id}-about ${id}-problem`, oninput: checkSoon }
  const input = key.type === 'choice'
    ? element('select', about, ...key.choices.map(choice => element('option', { selected: choice === key.value }, choice)))
    : element('input', { ...about, value: own(key), placeholder: key.value ?? '', inputmode: isNumber(key) ? 'decimal' : null, autocomplete: 'off', spellcheck: 'false' })
  return element('div', { class: 'field' },
    element('label', { for: id }, key.name),
    input,
    element('p', { id: `${id}-about`, class: 'about' }, key.description),
    element('p', { id: `${id}-problem`, class: 'problem' }))
}

/** The default value if it can be entered; that of a number may be a description. */
const own = key => isNumber(key) && !/^[\d.]+$/.test(key.value ?? '') ? '' : key.value ?? ''

function checkSoon() {
  clearTimeout(timer)
  timer = setTimeout(check, CHECK_AFTER)
}

/** Whether every value is valid. */
async function check() {
  clearTimeout(timer)
  const values = String(new URLSearchParams(changed().map(key => [key.name, control(key).value])))
  const form = await api.get(`/pipelines/${byId('pipeline').value}/config?${values}`)
  for (const key of keys) {
    const problem = form.problems[key.name]
    control(key).setAttribute('aria-invalid', String(problem != null))
    setProblem(`key-${key.name}-problem`, problem ?? '')
  }
  const wrong = keys.find(key => form.problems[key.name])
  if (wrong && !wrong.required) byId('more').open = true
  return wrong == null
}

/** Only values other than the default, which an empty field means too. */
const changed = () => keys.filter(key => !['', own(key)].includes(control(key).value))

async function submit() {
  setProblem('submit-problem', '')
  const path = byId('path').value
  if (!file && !path) {
    setProblem('input-problem', 'choose a file, or one on the server')
    byId('file').focus()
    return
  }
  byId('submit-go').disabled = true
  try {
    if (!await check()) {
      document.querySelector('#submit [aria-invalid=true]').focus()
      return
    }
    const key = keyOf(JSON.stringify([request(path), file?.name, file?.size, file?.lastModified]))
    const run = file ? await send(key) : await api.submitPath(request(path), key)
    pending = null
    location.assign(api.page(run))
  } catch (problem) {
    if (problem.status > 0) pending = null
    if (!byId('submit').open) openSubmit()
    setProblem('submit-problem', problem.message)
  } finally {
    sending = null
    show(byId('upload'), false)
    show(byId('submit-stop'), false)
    byId('submit-go').disabled = false
  }
}

/** The same key again if there was no response, because the service may have created the run. */
function keyOf(submission) {
  if (pending?.submission !== submission) pending = { submission, key: api.newKey() }
  return pending.key
}

/** As text, because an integer may exceed what JavaScript can represent. */
function request(path) {
  const config = changed().map(key => {
    const value = control(key).value
    const number = (isNumber(key) || key.type === 'string_or_integer') && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(value)
    return `${JSON.stringify(key.name)}:${number ? value : JSON.stringify(value)}`
  })
  const pipeline = JSON.stringify(byId('pipeline').value)
  return `{"pipeline":${pipeline},"input":${JSON.stringify(path)},"config":{${config.join()}}}`
}

function send(key) {
  const form = new FormData()
  form.set('pipeline', byId('pipeline').value)
  for (const key of changed()) form.set(key.name, control(key).value)
  form.set('file', file)
  show(byId('upload'))
  show(byId('submit-stop'))
  sending = api.upload(form, key, (sent, total) => {
    byId('upload-bar').value = sent / total
    byId('upload-text').textContent = sent < total
      ? `${percent(sent / total)} of ${bytes(total)}`
      : 'Upload complete, processing…'
  })
  return sending.run
}

function setProblem(id, text) {
  byId(id).textContent = text
}
