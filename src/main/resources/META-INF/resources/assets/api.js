/** The API. A problem becomes an error with its detail. */

export class Problem extends Error {
  constructor(status, message) {
    super(message)
    this.status = status
  }
}

export function problemOf(status, text) {
  try {
    const problem = JSON.parse(text)
    return new Problem(status, problem.detail ?? problem.title)
  } catch {
    return new Problem(status, `The service returned status ${status}`)
  }
}

/** By this a provider's login page is not returned to a script, which could not show it. */
const BY_SCRIPT = { 'X-Requested-With': 'JavaScript' }
const LOGIN_NEEDED = [401, 499]

/** The session has ended: loading the page again leads to the login. */
function requireLogin(status) {
  if (LOGIN_NEEDED.includes(status)) location.reload()
}

async function call(method, path, { body, key, signal } = {}) {
  const response = await fetch(path, {
    method,
    signal,
    headers: { ...BY_SCRIPT, ...body && { 'Content-Type': 'application/json' }, ...key && { 'Idempotency-Key': key } },
    body,
  })
  requireLogin(response.status)
  if (!response.ok) throw problemOf(response.status, await response.text())
  return response.status === 204 ? null : response.json()
}

export const get = (path, signal) => call('GET', path, { signal })
export const post = (path, body) => call('POST', path, { body: JSON.stringify(body) })
export const submitPath = (request, key) => call('POST', '/runs', { body: request, key })
export const cancel = run => call('POST', `${run.links.self}/cancel`)
export const rerun = run => call('POST', `${run.links.self}/rerun`)
export const remove = run => call('DELETE', run.links.self)
export const isPinned = run => run.labels.pinned === 'true'
export const isEnded = run => run.timings.endedAt != null
export const page = run => `/ui/runs/${run.id}`

export function pin(run, pinned) {
  const { pinned: _, ...labels } = run.labels
  return call('PUT', `${run.links.self}/labels`, { body: JSON.stringify(pinned ? { ...labels, pinned: 'true' } : labels) })
}

/** Lets the service recognize a repeated submission. randomUUID does not exist on plain http. */
export const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('')

/** Sends a file and reports its progress. Returns a promise of the run, and a function that stops the upload. */
export function upload(form, key, progress) {
  const request = new XMLHttpRequest()
  const run = new Promise((resolve, reject) => {
    request.upload.onprogress = event => progress(event.loaded, event.total)
    request.onload = () => {
      requireLogin(request.status)
      if (request.status < 300) resolve(JSON.parse(request.responseText))
      else reject(problemOf(request.status, request.responseText))
    }
    request.onerror = () => reject(new Problem(0, 'The connection was lost'))
    request.onabort = () => reject(new Problem(0, 'The upload was cancelled'))
  })
  request.open('POST', '/runs')
  request.setRequestHeader('Idempotency-Key', key)
  for (const [name, value] of Object.entries(BY_SCRIPT)) request.setRequestHeader(name, value)
  request.send(form)
  return { run, stop: () => request.abort() }
}
