/** The groups of a run: a table to sort and filter, of which one group is chosen. */

import { byId, element, setText, show } from './dom.js'
import { count } from './format.js'
import { instant } from './timeaxis.js'

/** How many rows are added to the page at once: 10,000 groups stay quick. */
const PORTION = 200
const names = new Intl.Collator('en', { numeric: true })

export const hasGroups = run => run.config.group != null && run.config.group !== 'none'

/** Shows the table and chooses its first group; `onchoose(name)` is called for every choice. */
export function showGroups(run, groups, onchoose) {
  const table = new Groups(groups, run.config.decimals, onchoose)
  show(byId('groups-section'))
  table.fill()
  if (table.matching.length > 0) table.choose(table.matching[0].name)
}

class Groups {
  constructor(groups, decimals, onchoose) {
    this.decimals = decimals
    this.groups = groups.map(group => ({
      ...group,
      findings: group.findings.join(', '),
      text: [group.name, ...group.findings].join('\n').toLowerCase(),
    }))
    this.onchoose = onchoose
    this.key = 'name'
    this.ascending = true
    this.limit = PORTION
    byId('groups-filter').addEventListener('input', () => this.restart())
    byId('groups-more').addEventListener('click', () => this.more())
    byId('group-rows').addEventListener('click', event => {
      const row = event.target.closest('tr')
      if (row) this.choose(row.dataset.group)
    })
    for (const button of byId('groups').querySelectorAll('[data-sort]')) {
      button.addEventListener('click', () => this.sortBy(button.dataset.sort))
    }
  }

  sortBy(key) {
    this.ascending = this.key !== key || !this.ascending
    this.key = key
    for (const button of byId('groups').querySelectorAll('[data-sort]')) {
      const sorted = button.dataset.sort === key
      button.parentElement.setAttribute('aria-sort', sorted ? (this.ascending ? 'ascending' : 'descending') : 'none')
    }
    this.restart()
  }

  restart() {
    this.limit = PORTION
    this.fill()
    byId('group-rows').closest('.scroll').scrollTop = 0
  }

  /** The next rows follow those that are there; the focus moves to the first of them. */
  more() {
    const before = this.limit
    this.limit += PORTION
    this.fill()
    byId('group-rows').children[before].querySelector('button').focus()
  }

  fill() {
    const words = byId('groups-filter').value.trim().toLowerCase()
    this.matching = this.groups.filter(group => group.text.includes(words)).sort((a, b) => this.compare(a, b))
    const shown = this.matching.slice(0, this.limit)
    byId('group-rows').replaceChildren(...shown.map(group => this.row(group)))
    const total = `${count(this.groups.length)} ${this.groups.length === 1 ? 'group' : 'groups'}`
    setText(byId('groups-count'), [
      words ? `${count(this.matching.length)} of ${total}` : total,
      shown.length < this.matching.length ? `, the first ${count(shown.length)} are shown` : '',
    ].join(''))
    show(byId('groups-more'), shown.length < this.matching.length)
  }

  /** Groups without a value come last in both directions. */
  compare(a, b) {
    const [x, y] = [a[this.key], b[this.key]]
    if (x == null || x === '' || y == null || y === '') return (x == null || x === '') - (y == null || y === '')
    const order = typeof x === 'number' ? x - y : names.compare(x, y)
    return this.ascending ? order : -order
  }

  row({ name, rows, value, firstTime, lastTime, findings }) {
    const time = text => element('td', {}, text == null ? '–' : instant(text))
    return element('tr', { 'data-group': name },
      element('th', { scope: 'row' }, element('button', { class: 'link', 'aria-pressed': String(name === this.chosen) }, name === '' ? '(empty)' : name)),
      element('td', { class: 'num' }, count(rows)),
      element('td', { class: 'num' }, value == null ? '–' : value.toFixed(this.decimals)),
      time(firstTime),
      time(lastTime),
      element('td', {}, findings === '' ? '–' : findings))
  }

  choose(name) {
    this.chosen = name
    for (const row of byId('group-rows').children) {
      row.querySelector('button').setAttribute('aria-pressed', String(row.dataset.group === name))
    }
    this.onchoose(name)
  }
}
