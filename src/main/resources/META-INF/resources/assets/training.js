/** What a training left: its candidates side by side, the plots of the chosen one, and the version that it registered. */

import { byId, element, fillFacts, setText, show, svg } from './dom.js'
import { count } from './format.js'
import * as api from './api.js'

const WIDTH = 300
const HEIGHT = 220
/** Room for the labels of the axes. */
const LEFT = 34
const BOTTOM = 30
const TOP = 6
const MANY = 1000

/** @param artifacts of the run; @param metrics of it, the parsed metrics.json */
export async function showTraining(artifacts, metrics) {
  const compared = artifacts.find(file => file.name === 'candidates.json')
  if (compared == null) return
  const candidates = await api.get(compared.href)
  if (candidates.length === 0) return
  show(byId('training'))
  showVerdict(metrics)
  const best = candidates.find(one => one.name === metrics?.best_model) ?? candidates[0]
  const choose = chosen => {
    for (const button of byId('candidate-rows').querySelectorAll('button')) {
      button.setAttribute('aria-pressed', String(button.dataset.name === chosen.name))
    }
    setText(byId('plots-title'), `Plots of ${words(chosen.name)}`)
    byId('plots').replaceChildren(...plots(chosen))
  }
  byId('candidate-rows').replaceChildren(...candidates.map(one => row(one, one === best, () => choose(one))))
  choose(best)
  showCoverage(metrics)
}

const words = name => name.replaceAll('_', ' ')
const percent = fraction => `${(100 * fraction).toFixed(1)} %`

function showVerdict(metrics) {
  const version = metrics?.model_version
  const about = byId('training-about')
  show(about, version != null)
  if (version == null) return
  about.className = metrics.promoted ? 'notice good' : 'notice warn'
  about.replaceChildren('Registered as ', element('a', { href: '/ui/models' }, `version ${version}`),
    metrics.promoted ? ', the champion: ' : ', not the champion: ', metrics.promotion_reason)
}

function showCoverage(metrics) {
  const measured = metrics?.interval_coverage
  fillFacts(byId('coverage'), [
    ['all held-out rows', measured == null ? 'cannot be measured' : percent(measured)],
    ...(metrics?.interval_coverage_by_price ?? []).map(band => [
      band.to == null ? `from ${usd(band.from)}` : `${band.from == null ? 'below' : `${usd(band.from)} to`} ${usd(band.to)}`,
      `${band.coverage == null ? 'cannot be measured' : percent(band.coverage)} of ${count(band.rows)} rows`,
    ]),
  ])
  show(byId('coverage-section'), metrics != null)
}

const usd = price => `${count(Math.round(price * 100_000))} USD`

function row({ name, spec, heldOut, train, trials }, isBest, onclick) {
  const crossValidated = trials.length === 0 ? null : Math.min(...trials.map(trial => trial.rmse))
  const cells = [heldOut.rmse, heldOut.r2, heldOut.mae, heldOut.bias, heldOut.maxError, train.rmse, crossValidated]
  return element('tr', {},
    element('th', { scope: 'row' },
      element('button', { class: 'link', 'data-name': name, onclick }, words(name)),
      isBest ? element('span', { class: 'state', 'data-state': 'succeeded' }, 'best') : null),
    ...cells.map(value => element('td', { class: 'num' }, value == null ? '–' : value.toFixed(4))),
    element('td', { class: 'parameters' }, [`${spec.features} columns`,
      ...Object.entries(spec.parameters).map(([key, value]) => `${words(key)} ${value}`)].join(', ')))
}

function plots({ heldOut, plots: { points, residuals, importance, learningCurve } }) {
  return [
    figure('Predicted against actual', scatter(points, heldOut), `${count(points.length)} of ${count(heldOut.rows)} held-out rows, 100,000 USD; the line is a perfect prediction`),
    figure('Residuals', histogram(residuals), `Actual − predicted, all ${count(heldOut.rows)} held-out rows, 100,000 USD`),
    figure('Importance', bars(importance), 'Increase of the held-out RMSE if the feature is shuffled'),
    figure('Learning curve', curve(learningCurve), `RMSE by ${learningCurve.axis === 'trees' ? 'number of trees' : 'train rows'}`,
      element('ul', { class: 'legend' },
        element('li', {}, element('span', { class: 'key key-close' }), 'train'),
        element('li', {}, element('span', { class: 'key key-mean' }), 'held out'))),
  ]
}

const figure = (title, chart, about, legend = null) =>
  element('figure', { class: 'column' }, element('h3', {}, title), chart, legend, element('figcaption', { class: 'about' }, about))

function chart(label, ...children) {
  return svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': label }, ...children)
}

/** A linear scale from values to pixels. */
const scale = (from, to, low, high) => value => low + (value - from) / (to - from || 1) * (high - low)

/** About four round numbers in a range. */
function ticks(from, to) {
  const rough = (to - from || 1) / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].find(factor => factor * power >= rough) * power
  const found = []
  for (let tick = Math.ceil(from / step); tick * step <= to + step * 1e-9; tick++) found.push(Number((tick * step).toPrecision(12)))
  return found
}

const short = value => Math.abs(value) >= MANY ? `${value / MANY}k` : String(value)

function axes(x, y, xTicks, yTicks) {
  const bottom = HEIGHT - BOTTOM
  return [
    ...yTicks.flatMap(tick => [
      svg('line', { class: 'grid', x1: LEFT, x2: WIDTH, y1: y(tick), y2: y(tick) }),
      svg('text', { x: LEFT - 5, y: y(tick) + 4, 'text-anchor': 'end' }, short(tick)),
    ]),
    ...xTicks.map(tick => svg('text', { x: x(tick), y: bottom + 16, 'text-anchor': 'middle' }, short(tick))),
  ]
}

function scatter(points, heldOut) {
  const all = points.flatMap(point => [point.actual, point.predicted])
  const [from, to] = [Math.min(0, ...all), Math.max(...all)]
  const x = scale(from, to, LEFT + 4, WIDTH - 8)
  const y = scale(from, to, HEIGHT - BOTTOM, TOP)
  const marks = ticks(from, to)
  return chart(`Predicted against actual: R² ${heldOut.r2.toFixed(3)}, RMSE ${heldOut.rmse.toFixed(3)}`,
    ...axes(x, y, marks, marks),
    ...points.map(({ actual, predicted }) => svg('circle', { cx: x(actual).toFixed(1), cy: y(predicted).toFixed(1), r: 1.6 })),
    svg('line', { class: 'ideal', x1: x(from), x2: x(to), y1: y(from), y2: y(to) }))
}

function histogram({ edges, counts }) {
  const x = scale(edges[0], edges.at(-1), LEFT + 4, WIDTH - 8)
  const y = scale(0, Math.max(...counts), HEIGHT - BOTTOM, TOP)
  const mode = counts.indexOf(Math.max(...counts))
  const total = counts.reduce((sum, rows) => sum + rows, 0)
  const label = `Residuals from ${edges[0].toFixed(2)} to ${edges.at(-1).toFixed(2)}, `
    + `most often from ${edges[mode].toFixed(2)} to ${edges[mode + 1].toFixed(2)} (${percent(counts[mode] / total)})`
  return chart(label,
    ...axes(x, y, ticks(edges[0], edges.at(-1)), ticks(0, Math.max(...counts))),
    ...counts.map((rows, bin) => svg('rect', {
      x: x(edges[bin]).toFixed(1),
      y: y(rows).toFixed(1),
      width: Math.max(1, x(edges[bin + 1]) - x(edges[bin]) - 0.5).toFixed(1),
      height: (HEIGHT - BOTTOM - y(rows)).toFixed(1),
    })))
}

function bars(importance) {
  const sorted = Object.entries(importance).sort(([, a], [, b]) => b - a)
  const step = (HEIGHT - TOP) / sorted.length
  const names = 78
  const x = scale(0, Math.max(...sorted.map(([, value]) => value), 1e-9), names, WIDTH - 46)
  return chart(`Importance: ${sorted.map(([name, value]) => `${name} ${value.toFixed(3)}`).join(', ')}`,
    ...sorted.flatMap(([name, value], i) => [
      svg('text', { x: names - 6, y: TOP + (i + 0.5) * step + 4, 'text-anchor': 'end' }, name),
      svg('rect', { x: names, y: TOP + (i + 0.2) * step, width: Math.max(0.5, x(value) - names).toFixed(1), height: 0.6 * step }),
      svg('text', { x: Math.max(names, x(value)) + 5, y: TOP + (i + 0.5) * step + 4 }, value.toFixed(3)),
    ]))
}

function curve({ axis, steps }) {
  const errors = steps.flatMap(step => [step.trainRmse, step.heldOutRmse])
  const sizes = steps.map(step => step.size)
  const x = scale(Math.min(...sizes), Math.max(...sizes), LEFT + 6, WIDTH - 14)
  const y = scale(0, Math.max(...errors), HEIGHT - BOTTOM, TOP)
  const line = (kind, error) => [
    svg('polyline', { class: kind, points: steps.map(step => `${x(step.size).toFixed(1)},${y(step[error]).toFixed(1)}`).join(' ') }),
    ...steps.map(step => svg('circle', { class: kind, cx: x(step.size).toFixed(1), cy: y(step[error]).toFixed(1), r: 2.2 })),
  ]
  const last = steps.at(-1)
  return chart(`Learning curve: with ${count(last.size)} ${axis} RMSE ${last.trainRmse.toFixed(3)} on train rows, ${last.heldOutRmse.toFixed(3)} held out`,
    ...axes(x, y, ticks(Math.min(...sizes), Math.max(...sizes)), ticks(0, Math.max(...errors))),
    ...line('train', 'trainRmse'), ...line('held-out', 'heldOutRmse'))
}
