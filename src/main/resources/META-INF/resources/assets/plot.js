/**
 * The plot of one run (close, rolling mean, signal) or of several on one axis. The overview is drawn from the points
 * that a run stored; a range that is zoomed into is fetched again, down to the rows of the input. The axis of one run
 * has its rows, so that nights and weekends leave no holes, with their times as labels; that of several runs has times
 * if all of them have, else rows.
 */

import { element, iconButton, setText, show } from './dom.js'
import { count } from './format.js'
import { instant, timeTicks } from './timeaxis.js'
import * as api from './api.js'

const MIN_ROWS = 8
const FETCH_AFTER = 120
/** Milliseconds, during a gesture, if few points are visible. */
const FETCH_WITHIN = 500
const FEW_POINTS = 40
const MAX_WIDTH = 1280
/** Fraction of the plot's height for a point whose rows all have the signal. */
const SIGNAL_HEIGHT = 0.18
/** Pixels between the labels of two times. */
const TIME_SPACE = 84
/** A range of times is fetched again with finer points at most so often. */
const MAX_FETCHES = 4
const HEIGHT = 360
const PHONE_HEIGHT = 260

/** Returns the plot, or null if there is nothing to draw; if there is, `section` is shown. */
export async function drawPlot(box, tools, runs, { group = null, section = box.parentElement } = {}) {
  const plot = new Plot(box, runs, group)
  const overview = await plot.fetch()
  if (overview.every(series => series == null)) return null
  show(section)
  plot.start(overview)
  plot.addTools(tools)
  return plot
}

class Plot {
  constructor(box, runs, group) {
    this.box = box
    this.runs = runs
    this.group = group
    this.single = runs.length === 1
  }

  /** The series of each run, all of it or a range of rows of its own; null for a run without one. */
  fetch({ ranges = null, group = this.group, signal } = {}) {
    const points = Math.max(600, Math.round(Math.min(innerWidth, MAX_WIDTH) * 1.5))
    const chosen = group == null ? '' : `&group=${encodeURIComponent(group)}`
    return Promise.all(this.runs.map((run, index) => {
      // A pipeline without a window has no series.
      if (run.config.window == null || (ranges != null && ranges[index] == null)) return null
      const range = ranges == null ? '' : `&from=${ranges[index].from}&to=${ranges[index].to}`
      return api.get(`${run.links.series}?points=${points}${range}${chosen}`, signal)
        .then(withTimes)
        .catch(problem => {
          if (problem.status === 404) return null
          throw problem
        })
    }))
  }

  start(overview) {
    this.take(overview)
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

  /** Sets the series and the range of the axis. */
  take(overview) {
    const series = overview.filter(one => one != null)
    this.isTimed = !this.single && series.every(one => one.times != null)
    this.overview = overview
    this.near = overview
    this.series = overview
    this.rows = Math.max(...series.map(one => one.rows))
    if (this.isTimed) {
      this.first = Math.min(...series.map(one => one.byTime.x[0]))
      this.last = Math.max(this.first + 1000, ...series.map(timeAfter))
      this.least = MIN_ROWS * Math.min(...series.map(shortestStep))
    } else {
      this.first = 0
      this.last = Math.max(1, this.rows - 1)
      this.least = MIN_ROWS
    }
  }

  /** Plots another group of the run; returns false if it has no series any more. */
  async showGroup(group) {
    this.choice?.abort()
    this.choice = new AbortController()
    this.canvas.dataset.drawn = 'false'
    const overview = await this.fetch({ group, signal: this.choice.signal })
    if (overview[0] == null) return false
    clearTimeout(this.timer)
    this.request?.abort()
    this.group = group
    this.take(overview)
    this.canvas.setAttribute('aria-label', this.label())
    this.uplot.destroy()
    this.uplot = null
    this.create()
    return true
  }

  label() {
    const names = this.runs.map(run => run.input.name).join(', ')
    return `Plot of ${this.group == null ? '' : `${this.group} in `}${names}: ${count(this.rows)} rows`
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
    const range = zoomed ?? { min: this.first, max: this.last }
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
        { ...axis, ...this.isTimed || (this.single && this.series[0].times) ? this.timeAxis() : ROW_AXIS },
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
          dblclick: () => () => this.showAll(),
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

  timeAxis() {
    let ticks = []
    return {
      size: 46,
      splits: (plot, axis, min, max) => {
        const space = (max - min) * TIME_SPACE / Math.max(TIME_SPACE, plot.over.clientWidth || plot.width)
        const [xs, times] = this.isTimed ? samples(min, max) : [this.series[0].row, this.series[0].times]
        ticks = timeTicks(xs, times, min, max - space / 3, space)
        return ticks.map(({ x }) => x)
      },
      values: () => ticks.map(({ label }) => label),
    }
  }

  data() {
    if (this.single) {
      const { row, columns } = this.series[0]
      return [row, columns.max, columns.min, columns.last, middle(columns)]
    }
    return uPlot.join(this.series.map(series => {
      if (series == null) return [[], [], []]
      const { columns } = series
      return this.isTimed ? [series.byTime.x, series.byTime.last, series.byTime.mean] : [series.row, columns.last, middle(columns)]
    }))
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

  showAll() {
    this.go(this.first, this.last)
  }

  /** Shows that range of the axis: immediately from the data already loaded, then from the service's response. */
  go(from, to) {
    const span = Math.min(Math.max(to - from, this.least), this.last - this.first)
    const min = Math.max(this.first, Math.min((from + to - span) / 2, this.last - span))
    const max = min + span
    this.draw(min, max)
    this.canvas.dataset.drawn = 'false'
    this.since ??= performance.now()
    clearTimeout(this.timer)
    const within = this.isCoarse(this.series, min, max) ? this.since + FETCH_WITHIN - performance.now() : FETCH_AFTER
    this.timer = setTimeout(() => this.refine(), Math.min(FETCH_AFTER, within))
  }

  /** Whether few points of a series are visible, and there are finer ones. */
  isCoarse(all, min, max) {
    return all.some(series => {
      if (series == null || series.rowsPerPoint === 1) return false
      if (!this.isTimed) return max - min < FEW_POINTS * series.rowsPerPoint
      const { x } = series.byTime
      const visible = firstAfter(x, max) - firstAfter(x, min)
      return x[0] <= max && x.at(-1) >= min && visible < FEW_POINTS
    })
  }

  /** Draws the data fetched last if it covers the range, else the overview. */
  draw(min, max) {
    this.series = this.near.every((series, index) => this.covers(index, min, max)) ? this.near : this.overview
    this.uplot.batch(() => {
      this.uplot.setData(this.data(), false)
      this.uplot.setScale('x', { min, max })
    })
    // The point under the cursor is another one in other data.
    const { left, top } = this.uplot.cursor
    if (left >= 0) this.uplot.setCursor({ left, top })
  }

  covers(index, min, max) {
    const series = this.near[index]
    if (series == null) return true
    if (!this.isTimed) return series.from <= min && Math.min(series.to, series.rows) > max
    const whole = this.overview[index].byTime.x
    const { x } = series.byTime
    const [from, to] = [Math.max(min, whole[0]), Math.min(max, whole.at(-1))]
    return from > to || (x[0] <= from && x.at(-1) >= to)
  }

  /** The rows of each run in a range of the axis; in a range of times up to the points that enclose it. */
  rowsIn(min, max) {
    return this.overview.map((whole, index) => {
      if (whole == null) return null
      if (!this.isTimed) return { from: Math.max(0, Math.floor(min)), to: Math.ceil(Math.min(this.rows, max + 1)) }
      const series = this.covers(index, min, max) ? this.near[index] : whole
      const { x, row } = series.byTime
      const rows = row.slice(Math.max(0, firstAfter(x, min) - 1), firstAfter(x, max) + 1)
      const some = rows.length > 0 ? rows : row.slice(-1)
      return { from: Math.min(...some), to: Math.max(...some) + series.rowsPerPoint }
    })
  }

  /** Fetches more than is visible, so that panning a little needs no request. */
  async refine() {
    this.since = null
    this.request?.abort()
    this.request = new AbortController()
    const { signal } = this.request
    try {
      for (let fetches = 0; fetches < MAX_FETCHES; fetches++) {
        const { min, max } = this.uplot.scales.x
        const margin = (max - min) / 2
        const fetched = await this.fetch({ ranges: this.rowsIn(min - margin, max + margin), signal })
        const gone = fetched.some((series, index) => series == null && this.overview[index] != null)
        this.near = gone ? this.overview : fetched
        this.draw(this.uplot.scales.x.min, this.uplot.scales.x.max)
        this.say()
        if (gone) setText(this.readout, 'The input is gone or has changed: there are no finer points')
        if (gone || !this.isTimed || !this.isCoarse(fetched, min, max)) break
      }
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
    const by = Math.max(this.first - min, Math.min(this.last - max, (max - min) * share))
    this.go(min + by, max + by)
  }

  key(event) {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (step && event.shiftKey) this.pan(step / 4)
    else if (step) this.read(step)
    else if (event.key === '+' || event.key === '=') this.zoom(0.5)
    else if (event.key === '-') this.zoom(2)
    else if (event.key === '0' || event.key === 'Home') this.showAll()
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
      iconButton('all', 'Show all rows', () => this.showAll()))
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
    const { row, to, time, columns } = this.series[0]
    if (i >= row.length) return ''
    const end = (row[i + 1] ?? to) - 1
    const at = time?.[i] ? instant(time[i]) : ''
    if (end === row[i]) {
      const mean = columns.meanMin[i]
      return `Row ${count(row[i])}${at && `, ${at}`}: close ${exact(columns.last[i])}, mean ${exact(mean)}, signal ${columns.signal[i] ? 'on' : 'off'}`
    }
    return `Rows ${count(row[i])} to ${count(end)}${at && `, from ${at}`}: close ${exact(columns.min[i])} to ${exact(columns.max[i])}, `
      + `mean ${exact(columns.meanMin[i])} to ${exact(columns.meanMax[i])}, signal on in ${(columns.signal[i] * 100).toFixed(1)} %`
  }

  sayPoints(i) {
    const x = this.uplot.data[0][i]
    if (x == null) return ''
    const values = this.series.map((series, index) => {
      const at = series ? (this.isTimed ? pointBefore(series, x) : series.row.findLastIndex(first => first <= x)) : -1
      return at < 0 ? null : `${index + 1}: mean ${exact(series.columns.meanMin[at])}, signal ${(series.columns.signal[at] * 100).toFixed(0)} %`
    })
    return `${this.isTimed ? instant(new Date(x).toISOString()) : `Row ${count(x)}`} · ${values.filter(Boolean).join(' · ')}`
  }
}

const ROW_AXIS = { space: 90, size: 34, values: (plot, splits) => splits.map(row => Number.isInteger(row) ? count(row) : '') }

const middle = ({ meanMin, meanMax }) => meanMin.map((value, i) => value == null ? null : (value + meanMax[i]) / 2)

/** Adds the times in milliseconds, null if there is none, and the points in their order. */
function withTimes(series) {
  if (series.time == null) return series
  const times = series.time.map(text => Number.isNaN(Date.parse(text)) ? null : Date.parse(text))
  const order = times.flatMap((time, i) => time == null ? [] : [i]).sort((a, b) => times[a] - times[b])
  if (order.length === 0) return series
  const mean = middle(series.columns)
  const of = values => order.map(i => values[i])
  return { ...series, times, byTime: { order, x: of(times), row: of(series.row), last: of(series.columns.last), mean: of(mean) } }
}

/** Where the last point ends, as long as the one before. */
function timeAfter({ byTime: { x } }) {
  return x.at(-1) + (x.length > 1 ? x.at(-1) - x.at(-2) : 0)
}

/** The shortest time between two rows, as far as the points tell; a second if they do not. */
function shortestStep({ byTime: { x }, rowsPerPoint }) {
  let shortest = Infinity
  for (let i = 1; i < x.length; i++) {
    if (x[i] > x[i - 1]) shortest = Math.min(shortest, x[i] - x[i - 1])
  }
  return shortest === Infinity ? 1000 : shortest / rowsPerPoint
}

/** The index of the first number above another in an ascending list. */
function firstAfter(xs, x) {
  let low = 0
  let high = xs.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (xs[middle] <= x) low = middle + 1
    else high = middle
  }
  return low
}

/** The index of the point that a time is in; -1 if it is before the first or after the last. */
function pointBefore({ byTime: { x, order } }, time) {
  const after = firstAfter(x, time)
  return after === 0 || time > x.at(-1) ? -1 : order[after - 1]
}

/** As many as there are pixels, more or less. */
function samples(min, max) {
  const xs = Array.from({ length: MAX_WIDTH + 1 }, (_, i) => min + (max - min) * i / MAX_WIDTH)
  return [xs, xs]
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
