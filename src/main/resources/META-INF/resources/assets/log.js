/** A run's log: followed while the run is active, fetched once if it has ended. */

import { element, show } from './dom.js'

const MAX_LINES = 5000
const MAX_BYTES = 512 * 1024

export function followLog(run, ended, box, live) {
  const lines = new Lines(box)
  if (ended) {
    fetchLog(run, lines)
    return
  }
  const events = new EventSource(run.links.log)
  show(live)
  events.onmessage = event => lines.add([event.data])
  events.addEventListener('done', () => {
    events.close()
    show(live, false)
    box.dataset.complete = 'true'
  })
  events.onerror = () => {
    // The browser reconnects by itself unless the service rejected the request, as with too many live logs.
    if (events.readyState === EventSource.CLOSED) {
      show(live, false)
      fetchLog(run, lines)
    }
  }
}

async function fetchLog(run, lines) {
  const response = await fetch(run.links.log, { headers: { Range: `bytes=-${MAX_BYTES}` } })
  if (!response.ok) return
  const text = await response.text()
  const all = text.split('\n')
  all.pop()
  const cut = response.status === 206 && !response.headers.get('Content-Range')?.startsWith('bytes 0-')
  lines.add(cut ? ['… the beginning is in run.log, under Files', ...all.slice(1)] : all)
  lines.box.dataset.complete = 'true'
}

class Lines {
  constructor(box) {
    this.box = box
    this.waiting = []
  }

  add(lines) {
    if (this.waiting.length === 0) requestAnimationFrame(() => this.draw())
    this.waiting.push(...lines)
  }

  /** Keeps scrolling if the reader is at the end. */
  draw() {
    const box = this.box
    const atEnd = box.childElementCount === 0 || box.scrollHeight - box.scrollTop - box.clientHeight < 40
    box.append(...this.waiting.slice(-MAX_LINES).map(line))
    this.waiting = []
    while (box.childElementCount > MAX_LINES) box.firstElementChild.remove()
    if (atEnd) box.scrollTop = box.scrollHeight
  }
}

function line(text) {
  const level = / - (INFO|WARNING|ERROR) - /.exec(text)?.[1]
  return element('div', { class: level && level !== 'INFO' ? level.toLowerCase() : null }, text)
}
