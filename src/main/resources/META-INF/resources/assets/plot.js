/**
 * The plot of one run (close, rolling mean, signal) or of several on one axis. The overview is drawn from the points
 * that a run stored; a range that is zoomed into is fetched again, down to the rows of the input.
 */

import { element, iconButton, setText, show } from './dom.js'
import { count } from './format.js'
import * as api from './api.js'

const MIN_ROWS = 8
const FETCH_AFTER = 120
/** Milliseconds, during a gesture, if few points are visible. */
const FETCH_WITHIN = 500
const FEW_POINTS = 40
const MAX_WIDTH = 1280
/** Fraction of the plot's height for a point whose rows all have the signal. */
const SIGNAL_HEIGHT = 0.18
const HEIGHT = 360
const PHONE_HEIGHT = 260

/** Returns whether there was something to draw; if so, `section` is shown. */
export async function drawPlot(box, tools, runs, section = box.parentElement) {
  const plot = new Plot(box, runs)
  const overview = await plot.fetch(0, null)
  if (overview.every(series => series == null)) return false
  show(section)
  plot.start(overview)
  plot.addTools(tools)
  return true
}

class Plot {
  constructor(box, runs) {
    this.box = box
    this.runs = runs
    this.single = runs.length === 1
  }

  /** The series of each run; null for a run without one. */
  fetch(from, to, signal) {
    const points = Math.max(600, Math.round(Math.min(innerWidth, MAX_WIDTH) * 1.5))
    const range = to == null ? '' : `&from=${Math.max(0, Math.floor(from))}&to=${Math.ceil(to)}`
    return Promise.all(this.runs.map(run => api.get(`${run.links.series}?points=${points}${range}`, signal)
      .catch(problem => {
        if (problem.status === 404) return null
        throw problem
      })))
  }

  start(overview) {
    this.overview = overview
    this.near = overview
    this.series = overview
    this.rows = Math.max(...overview.map(series => series?.rows ?? 0))
    this.readout = element('p', { class: 'readout' })
    this.canvas = element('div', {
      class: 'canvas',
      tabindex: '0',
      role: 'group',
      'aria-roledescription': 'plot',
      'aria-label': this.label(),
      'aria-keyshortcuts': 'ArrowLeft ArrowRight Shift+ArrowLeft Shift+ArrowRight + - 0',
    })
    this.legend = element('ul', { class: 'legend', 'aria-label': 'Legend' }, ...this.legendItems())
    this.hint = element('p', { class: 'about' },
      element('span', { class: 'by-mouse' }, 'Drag to zoom, drag with Shift to pan, double-click for all. Keys: arrows read a point, Shift and arrows pan, + and − zoom, 0 shows all.'),
      element('span', { class: 'by-touch' }, 'One finger pans, two fingers zoom, a tap reads a point.'))
    this.box.replaceChildren(this.legend, this.canvas, this.readout, this.hint)
    this.create()
    this.canvas.addEventListener('keydown', event => this.key(event))
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.create())
    new ResizeObserver(() => this.resize()).observe(this.box)
  }

  label() {
    const names = this.runs.map(run => run.input.name).join(', ')
    return `Plot of ${names}: ${count(this.rows)} rows`
  }

  legendItems() {
    if (!this.single) {
      return this.runs.map((run, index) => item(`key-run-${index % 6}`, `${index + 1}: ${named(run)}`))
    }
    return [
      item('key-close', this.runs[0].config.column ?? 'close'),
      item('key-mean', `mean of ${count(this.runs[0].config.window)} rows`),
      item('key-signal', 'signal on, or the fraction of rows with it'),
    ]
  }

  /** Creates the plot again in the current colours; the zoomed range stays. */
  create() {
    const zoomed = this.uplot && { min: this.uplot.scales.x.min, max: this.uplot.scales.x.max }
    this.uplot?.destroy()
    const range = zoomed ?? { min: 0, max: Math.max(1, this.rows - 1) }
    this.uplot = new uPlot(this.options(range), this.data(), this.canvas)
    this.canvas.dataset.drawn = 'true'
    this.listen(this.uplot.over)
    this.say()
  }

  options(range) {
    const color = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
    this.signalColor = color('plot-signal')
    const axis = { stroke: color('muted'), grid: { stroke: color('line'), width: 1 }, ticks: { stroke: color('line'), width: 1 }, font: '12px system-ui, sans-serif' }
    const lines = this.single
      ? singleLines(color)
      : this.runs.flatMap((run, index) => runLines(color(`plot-run-${index % 6}`), this.showsClose(index)))
    return {
      ...this.size(),
      padding: [12, 8, 0, 0],
      scales: { x: { time: false, min: range.min, max: range.max, range: (plot, min, max) => [min, max] } },
      axes: [
        { ...axis, space: 90, size: 34, values: (plot, splits) => splits.map(row => Number.isInteger(row) ? count(row) : '') },
        { ...axis, size: 64 },
      ],
      series: [{}, ...lines],
      bands: this.single ? [{ series: [1, 2], fill: color('plot-band') }] : [],
      legend: { show: false },
      cursor: {
        drag: { x: true, y: false, setScale: false },
        points: { size: 6 },
        bind: {
          mousedown: (plot, target, handler) => event => event.shiftKey ? null : handler(event),
          dblclick: () => () => this.go(0, this.rows - 1),
        },
      },
      hooks: {
        drawClear: this.single ? [plot => this.shade(plot)] : [],
        setSelect: [plot => this.selected(plot)],
        setCursor: [() => this.say()],
      },
    }
  }

  /** Runs over the same input have the same close: it is drawn once. */
  showsClose(index) {
    const input = run => `${run.input.sha256 ?? run.input.name} ${run.config.column}`
    return this.runs.findIndex(run => input(run) === input(this.runs[index])) === index
  }

  size() {
    return { width: Math.max(240, this.box.clientWidth), height: matchMedia('(max-width: 40rem)').matches ? PHONE_HEIGHT : HEIGHT }
  }

  resize() {
    const size = this.size()
    if (size.width !== this.uplot.width || size.height !== this.uplot.height) this.uplot.setSize(size)
  }

  data() {
    const middle = (a, b) => a.map((value, i) => value == null ? null : (value + b[i]) / 2)
    if (this.single) {
      const { row, columns } = this.series[0]
      return [row, columns.max, columns.min, columns.last, middle(columns.meanMin, columns.meanMax)]
    }
    const tables = this.series.map(series => series
      ? [series.row, series.columns.last, middle(series.columns.meanMin, series.columns.meanMax)]
      : [[], [], []])
    return uPlot.join(tables)
  }

  /** Individual rows with the signal are shaded over the full height; for merged rows a bar at the bottom shows their fraction. */
  shade(plot) {
    const { row, columns, to, rowsPerPoint } = this.series[0]
    const { ctx } = plot
    const { left, top, width, height } = plot.bbox
    ctx.save()
    ctx.beginPath()
    ctx.rect(left, top, width, height)
    ctx.clip()
    ctx.fillStyle = this.signalColor
    ctx.globalAlpha = rowsPerPoint === 1 ? 0.2 : 0.35
    const full = rowsPerPoint === 1 ? height : height * SIGNAL_HEIGHT
    for (let i = 0; i < row.length; i++) {
      const share = columns.signal[i]
      if (!share) continue
      const start = plot.valToPos(row[i], 'x', true)
      const end = plot.valToPos(row[i + 1] ?? to, 'x', true)
      if (end < left || start > left + width) continue
      ctx.fillRect(start, top + height - full * share, Math.max(1, end - start), full * share)
    }
    ctx.restore()
  }

  selected(plot) {
    const { left, width } = plot.select
    if (width > 3) this.go(plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x'))
    if (width > 0) plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
  }

  /** Shows those rows: immediately from the data already loaded, then from the service's response. */
  go(from, to) {
    const span = Math.min(Math.max(to - from, MIN_ROWS), Math.max(1, this.rows - 1))
    const min = Math.max(0, Math.min((from + to - span) / 2, this.rows - 1 - span))
    const max = min + span
    this.draw(min, max)
    this.canvas.dataset.drawn = 'false'
    this.since ??= performance.now()
    clearTimeout(this.timer)
    const few = this.series.some(series => series != null && series.rowsPerPoint > 1 && max - min < FEW_POINTS * series.rowsPerPoint)
    const within = few ? this.since + FETCH_WITHIN - performance.now() : FETCH_AFTER
    this.timer = setTimeout(() => this.refine(), Math.min(FETCH_AFTER, within))
  }

  /** Returns the data fetched last if it covers the range, else the overview. */
  draw(min, max) {
    const reaches = this.near.every(series => series == null || (series.from <= min && Math.min(series.to, series.rows) > max))
    this.series = reaches ? this.near : this.overview
    this.uplot.batch(() => {
      this.uplot.setData(this.data(), false)
      this.uplot.setScale('x', { min, max })
    })
  }

  /** Fetches more than is visible, so that panning a little needs no request. */
  async refine() {
    this.since = null
    const { min, max } = this.uplot.scales.x
    const margin = (max - min) / 2
    this.request?.abort()
    this.request = new AbortController()
    try {
      this.near = await this.fetch(min - margin, Math.min(this.rows, max + margin + 1), this.request.signal)
      this.draw(this.uplot.scales.x.min, this.uplot.scales.x.max)
      this.say()
      if (this.since == null) this.canvas.dataset.drawn = 'true'
    } catch (problem) {
      if (problem.name !== 'AbortError') setText(this.readout, problem.message)
    }
  }

  zoom(factor, around = null) {
    const { min, max } = this.uplot.scales.x
    const at = around ?? (min + max) / 2
    this.go(at - (at - min) * factor, at + (max - at) * factor)
  }

  pan(share) {
    const { min, max } = this.uplot.scales.x
    const by = Math.max(-min, Math.min(this.rows - 1 - max, (max - min) * share))
    this.go(min + by, max + by)
  }

  key(event) {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (step && event.shiftKey) this.pan(step / 4)
    else if (step) this.read(step)
    else if (event.key === '+' || event.key === '=') this.zoom(0.5)
    else if (event.key === '-') this.zoom(2)
    else if (event.key === '0' || event.key === 'Home') this.go(0, this.rows - 1)
    else return
    event.preventDefault()
  }

  /** Moves the cursor by a point and announces it. */
  read(step) {
    const plot = this.uplot
    const [row] = plot.data
    const { min, max } = plot.scales.x
    const first = row.findIndex(value => value >= min)
    let last = row.length - 1
    while (last > first && row[last] > max) last--
    const at = plot.cursor.idx == null ? (step > 0 ? first : last) : Math.min(last, Math.max(first, plot.cursor.idx + step))
    this.readout.setAttribute('aria-live', 'polite')
    plot.setCursor({ left: plot.valToPos(row[at], 'x'), top: plot.over.clientHeight / 2 })
  }

  listen(over) {
    over.addEventListener('wheel', event => {
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      this.zoom(event.deltaY > 0 ? 1.25 : 0.8, this.uplot.posToVal(event.offsetX, 'x'))
    }, { passive: false })
    over.addEventListener('pointermove', () => this.readout.removeAttribute('aria-live'))
    this.listenForPan(over)
  }

  /** Pans with Shift and the mouse, or with one finger; two fingers zoom. */
  listenForPan(over) {
    const fingers = new Map()
    const rowAt = x => this.uplot.posToVal(x - over.getBoundingClientRect().left, 'x')
    over.addEventListener('pointerdown', event => {
      if (event.pointerType === 'mouse' && !event.shiftKey) return
      over.setPointerCapture(event.pointerId)
      fingers.set(event.pointerId, event.clientX)
    })
    over.addEventListener('pointermove', event => {
      if (!fingers.has(event.pointerId)) return
      const { min, max } = this.uplot.scales.x
      const before = fingers.get(event.pointerId)
      if (fingers.size === 1) {
        this.pan((rowAt(before) - rowAt(event.clientX)) / (max - min))
      } else {
        const [other] = [...fingers].filter(([id]) => id !== event.pointerId).map(([, x]) => x)
        const factor = Math.abs(before - other) / Math.max(1, Math.abs(event.clientX - other))
        this.zoom(factor, rowAt((event.clientX + other) / 2))
      }
      fingers.set(event.pointerId, event.clientX)
    })
    for (const end of ['pointerup', 'pointercancel']) {
      over.addEventListener(end, event => fingers.delete(event.pointerId))
    }
  }

  addTools(tools) {
    tools.replaceChildren(
      iconButton('left', 'Pan left', () => this.pan(-0.5)),
      iconButton('right', 'Pan right', () => this.pan(0.5)),
      iconButton('in', 'Zoom in', () => this.zoom(0.5)),
      iconButton('out', 'Zoom out', () => this.zoom(2)),
      iconButton('all', 'Show all rows', () => this.go(0, this.rows - 1)))
  }

  say() {
    const index = this.uplot?.cursor.idx
    setText(this.readout, index == null ? this.sayWhole() : this.single ? this.sayPoint(index) : this.sayPoints(index))
  }

  sayWhole() {
    const [series] = this.series.filter(one => one != null)
    const detail = series.rowsPerPoint === 1 ? 'every row is drawn' : `a point represents ${count(series.rowsPerPoint)} rows`
    return `${count(this.rows)} rows; ${detail}`
  }

  sayPoint(i) {
    const { row, to, columns } = this.series[0]
    if (i >= row.length) return ''
    const end = (row[i + 1] ?? to) - 1
    if (end === row[i]) {
      const mean = columns.meanMin[i]
      return `Row ${count(row[i])}: close ${exact(columns.last[i])}, mean ${exact(mean)}, signal ${columns.signal[i] ? 'on' : 'off'}`
    }
    return `Rows ${count(row[i])} to ${count(end)}: close ${exact(columns.min[i])} to ${exact(columns.max[i])}, `
      + `mean ${exact(columns.meanMin[i])} to ${exact(columns.meanMax[i])}, signal on in ${(columns.signal[i] * 100).toFixed(1)} %`
  }

  sayPoints(i) {
    const row = this.uplot.data[0][i]
    const values = this.series.map((series, index) => {
      const at = series ? series.row.findLastIndex(first => first <= row) : -1
      return at < 0 ? null : `${index + 1}: mean ${exact(series.columns.meanMin[at])}, signal ${(series.columns.signal[at] * 100).toFixed(0)} %`
    })
    return `Row ${count(row)} · ${values.filter(Boolean).join(' · ')}`
  }
}

const exact = number => number == null ? 'none' : String(number)

const named = run => `${run.input.name}, window ${count(run.config.window)}`

const item = (key, text) => element('li', {}, element('span', { class: `key ${key}` }), text)

function singleLines(color) {
  const edge = { width: 0, points: { show: false } }
  return [
    edge,
    edge,
    { stroke: color('plot-close'), width: 1.25, points: { show: false } },
    { stroke: color('plot-mean'), width: 1.75, points: { show: false } },
  ]
}

function runLines(stroke, showClose) {
  return [
    { stroke, width: 1, alpha: 0.35, show: showClose, points: { show: false } },
    { stroke, width: 1.75, points: { show: false } },
  ]
}
