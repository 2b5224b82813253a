/** Recognizes from its first lines which source a file is from; sources.json has the sources, as docs/data.md does. */

import * as api from './api.js'

const HEAD = 16384
const TIME = /date|time|^unix|^datum$|^window_start$/i

/**
 * Returns the source's name, undefined for an unknown one, and the configuration that reads the file, which may be empty.
 * `order: time` is part of it only if the newest row is first, or if the source's files are joined in another order.
 */
export async function recognize(file) {
  const [{ text, zipped }, sources] = await Promise.all([readHead(file), api.get('/assets/sources.json')])
  const rows = split(text)
  const lines = rows.map(row => row.join(';'))
  const source = sources.find(({ lines: patterns }) => patterns.every((pattern, i) => new RegExp(pattern).test(lines[i] ?? '')))
  const config = { ...source?.config }
  if (runsBack(rows)) config.order = 'time'
  else if (!source?.joined || zipped) delete config.order
  return { name: source?.name, config }
}

/** The complete lines at the start of a file. */
async function readHead(file) {
  const start = new Uint8Array(await file.slice(0, HEAD).arrayBuffer())
  const view = new DataView(start.buffer)
  const zipped = start.length > 30 && view.getUint32(0) === 0x504b0304 && view.getUint16(8, true) === 8
  let bytes = start
  if (zipped) {
    bytes = await inflate(file.slice(30 + view.getUint16(26, true) + view.getUint16(28, true)), 'deflate-raw')
  } else if (start[0] === 0x1f && start[1] === 0x8b) {
    bytes = await inflate(file, 'gzip')
  }
  const text = new TextDecoder(encoding(bytes)).decode(bytes)
  return { text: bytes.length < HEAD ? text : text.slice(0, text.lastIndexOf('\n') + 1), zipped }
}

/** What follows the data, such as a zip archive's directory, is an error only after the data was returned. */
async function inflate(blob, format) {
  const reader = blob.stream().pipeThrough(new DecompressionStream(format)).getReader()
  const bytes = new Uint8Array(HEAD)
  let length = 0
  try {
    while (length < HEAD) {
      const { done, value } = await reader.read()
      if (done) break
      bytes.set(value.subarray(0, HEAD - length), length)
      length += Math.min(value.length, HEAD - length)
    }
    await reader.cancel()
  } catch { /* damage is reported by the run */ }
  return bytes.subarray(0, length)
}

function encoding([first, second, third, fourth]) {
  if ((first === 0xff && second === 0xfe) || (second === 0 && fourth === 0)) return 'utf-16le'
  return (first === 0xfe && second === 0xff) || (first === 0 && third === 0) ? 'utf-16be' : 'utf-8'
}

/** The fields of each line. */
function split(text) {
  const lines = text.split(/[\r\n]+/).filter(line => line && !line.startsWith('sep='))
  const separated = lines.find(line => /[,;\t|]/.test(line)) ?? ''
  const count = delimiter => separated.split(delimiter).length
  const delimiter = [',', ';', '\t', '|'].reduce((best, other) => count(other) > count(best) ? other : best)
  const outsideQuotes = new RegExp(`[${delimiter}](?=(?:[^"]*"[^"]*")*[^"]*$)`)
  return lines.map(line => line.split(outsideQuotes).map(field => field.replace(/^"|"$/g, '').trim()))
}

/** Whether the times never increase, and decrease. */
function runsBack(rows) {
  const at = rows.findIndex(row => row.length > 1 && row.some(field => TIME.test(field)))
  if (at < 0) return false
  const column = rows[at].findIndex(field => TIME.test(field))
  const texts = rows.slice(at + 1).filter(row => row.length === rows[at].length).map(row => row[column])
  const dayFirst = texts.some(text => /^(1[3-9]|[23]\d)[/.]/.test(text)) || /\./.test(texts[0])
  const times = texts.map(text => parse(text, dayFirst))
  return times.every((time, i) => i === 0 || time <= times[i - 1]) && times.at(-1) < times[0]
}

function parse(text, dayFirst) {
  if (/^\d+$/.test(text)) return Number(text)
  const iso = text.replaceAll('.', '/').replace(/^(\d\d?)\/(\d\d?)\/(\d{4})/, dayFirst ? '$3/$2/$1' : '$3/$1/$2')
  return Date.parse(/^\d{4}-/.test(text) ? text : iso)
}
