/** One column's drift as a card: its numbers, and the two distributions as bars side by side. */

import { element } from './dom.js'

export const LEVELS = {
  insufficient_data: { word: 'too few rows', notice: '', sentence: 'Too few recent rows to say anything.' },
  stable: { word: 'stable', notice: 'good', sentence: 'Requests are like what the champion learnt from.' },
  warn: { word: 'warning', notice: 'warn', sentence: 'Some requests are unlike what the champion learnt from.' },
  alert: { word: 'alert', notice: 'bad', sentence: 'Requests are far from what the champion learnt from.' },
}

const WIDTH = 300
const HEIGHT = 96

export function driftCard(column) {
  const { name, level, distances } = column
  const title = `drift-${name}`
  return element('section', { class: 'column', 'aria-labelledby': title },
    element('div', { class: 'heading' },
      element('h3', { id: title }, name),
      element('span', { class: 'state', 'data-level': level }, LEVELS[level].word)),
    picture(column),
    element('dl', { class: 'distances' },
      ...pair('PSI', distances.psi.toFixed(3)),
      ...pair('KS', `D ${distances.ksD.toFixed(3)}, p ${probability(distances.ksP)}`),
      ...pair('Wasserstein/sd', distances.wasserstein.toFixed(3))))
}

const pair = (term, value) => [element('dt', {}, term), element('dd', {}, value)]

const probability = p => p < 0.001 ? '< 0.001' : p.toFixed(3)

function picture({ name, edges, reference, recent }) {
  const most = Math.max(...reference, ...recent, 1e-9)
  const step = WIDTH / reference.length
  const bars = (shares, kind, from, width) => shares.map((share, bin) => svg('rect', {
    class: kind,
    x: (bin * step + from * step).toFixed(2),
    y: (HEIGHT * (1 - share / most)).toFixed(2),
    width: (width * step).toFixed(2),
    height: (HEIGHT * share / most).toFixed(2),
  }))
  const peak = shares => `${range(edges, shares.indexOf(Math.max(...shares)))} (${(Math.max(...shares) * 100).toFixed(0)} %)`
  const label = `Distribution of ${name}: the training's most rows are ${peak(reference)}, the recent ones' ${peak(recent)}`
  return element('figure', {},
    svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': label, preserveAspectRatio: 'none' },
      ...bars(reference, 'reference', 0.04, 0.92), ...bars(recent, 'recent', 0.27, 0.46)),
    element('figcaption', {}, element('span', {}, `< ${number(edges[0])}`), element('span', {}, `≥ ${number(edges.at(-1))}`)))
}

function range(edges, bin) {
  if (edges.length === 0) return 'anywhere'
  if (bin === 0) return `below ${number(edges[0])}`
  return bin === edges.length ? `from ${number(edges.at(-1))}` : `from ${number(edges[bin - 1])} to ${number(edges[bin])}`
}

const number = value => value == null ? '' : String(Number(value.toPrecision(4)))

function svg(tag, attributes, ...children) {
  const node = document.createElementNS('http://www.w3.org/2000/svg', tag)
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value)
  node.append(...children)
  return node
}
