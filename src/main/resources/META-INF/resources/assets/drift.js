/** One column's drift as a card: its numbers, and the two distributions as bars side by side. */

import { element, svg } from './dom.js'

export const LEVELS = {
  insufficient_data: { label: 'too few rows', notice: '', sentence: 'Too few recent rows to measure drift.' },
  stable: { label: 'stable', notice: 'good', sentence: 'Recent requests resemble the training data.' },
  warn: { label: 'warning', notice: 'warn', sentence: 'Recent requests differ from the training data.' },
  alert: { label: 'alert', notice: 'bad', sentence: 'Recent requests differ strongly from the training data.' },
}

const WIDTH = 300
const HEIGHT = 96

export function driftCard(column) {
  const { name, level, scores } = column
  const title = `drift-${name}`
  return element('section', { class: 'column', 'aria-labelledby': title },
    element('div', { class: 'heading' },
      element('h3', { id: title }, name),
      element('span', { class: 'state', 'data-level': level }, LEVELS[level].label)),
    chart(column),
    element('dl', { class: 'distances' },
      ...pair('PSI', scores.psi.toFixed(3)),
      ...pair('KS', `D ${scores.ksStatistic.toFixed(3)}, p ${probability(scores.ksPValue)}`),
      ...pair('Wasserstein/sd', scores.wasserstein.toFixed(3))))
}

const pair = (term, value) => [element('dt', {}, term), element('dd', {}, value)]

const probability = p => p < 0.001 ? '< 0.001' : p.toFixed(3)

function chart({ name, edges, reference, recent }) {
  const max = Math.max(...reference, ...recent, 1e-9)
  const step = WIDTH / reference.length
  const bars = (shares, kind, from, width) => shares.map((share, bin) => svg('rect', {
    class: kind,
    x: (bin * step + from * step).toFixed(2),
    y: (HEIGHT * (1 - share / max)).toFixed(2),
    width: (width * step).toFixed(2),
    height: (HEIGHT * share / max).toFixed(2),
  }))
  const peak = shares => `${range(edges, shares.indexOf(Math.max(...shares)))} (${(Math.max(...shares) * 100).toFixed(0)} %)`
  const label = `Distribution of ${name}: training mode ${peak(reference)}, recent mode ${peak(recent)}`
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
