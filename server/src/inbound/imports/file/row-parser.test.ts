import { describe, expect, it } from 'vitest'
import { CsvError } from './csv-error.ts'
import type { Dialect } from './dialect.ts'
import { createRowParser } from './row-parser.ts'

const comma: Dialect = { encoding: 'utf-8', delimiter: ',', quote: '"', escape: '"', hasHeader: true }

async function parse(chunks: string | string[], dialect: Dialect = comma) {
  const rows: (string | number)[][] = []
  const unreadable: number[] = []
  const parser = createRowParser(dialect, {
    row: (line, cells) => rows.push([line, ...cells]),
    unreadable: (line) => unreadable.push(line),
  })
  for (const chunk of [chunks].flat()) await parser.write(chunk)
  await parser.end()
  return { rows, unreadable }
}

async function faultOf(chunks: string | string[]) {
  const error = await parse(chunks).then(
    () => null,
    (error: unknown) => error,
  )
  if (!(error instanceof CsvError)) throw new Error(`expected a CsvError, got ${String(error)}`)
  return error.issue
}

describe('createRowParser', () => {
  it.each([
    [
      'line feeds',
      'a,b\n1,2\n3,4\n',
      [
        [1, 'a', 'b'],
        [2, '1', '2'],
        [3, '3', '4'],
      ],
    ],
    [
      'no last line end',
      'a,b\n1,2',
      [
        [1, 'a', 'b'],
        [2, '1', '2'],
      ],
    ],
    [
      'line ends of both kinds',
      'a,b\r\n1,2\n3,4\r5,6',
      [
        [1, 'a', 'b'],
        [2, '1', '2'],
        [3, '3', '4'],
        [4, '5', '6'],
      ],
    ],
    [
      'a line break inside of quotes',
      'a,b\n1,"x\ny"\n2,z\n',
      [
        [1, 'a', 'b'],
        [2, '1', 'x\ny'],
        [4, '2', 'z'],
      ],
    ],
    [
      'a CRLF inside of quotes',
      'a,b\r\n1,"x\r\ny"\r\n2,z\r\n',
      [
        [1, 'a', 'b'],
        [2, '1', 'x\r\ny'],
        [4, '2', 'z'],
      ],
    ],
    [
      'empty lines between rows',
      'a,b\n\n1,2\n\n\n3,4\n',
      [
        [1, 'a', 'b'],
        [3, '1', '2'],
        [6, '3', '4'],
      ],
    ],
    [
      'rows of other lengths',
      'a,b\n1\n2,3,4\n',
      [
        [1, 'a', 'b'],
        [2, '1'],
        [3, '2', '3', '4'],
      ],
    ],
  ])('numbers rows by the line they begin on, with %s', async (_what, text, expected) => {
    expect((await parse(text)).rows).toEqual(expected)
  })

  it('finds the same rows wherever the file is cut into chunks', async () => {
    const text = 'a,b\r\n1,"x\r\n""y"""\r\n愛,z\r\n'
    const whole = (await parse(text)).rows
    for (let cut = 1; cut < text.length; cut++)
      expect((await parse([text.slice(0, cut), text.slice(cut)])).rows).toEqual(whole)
  })

  it('refuses only the row with a stray quote and reads on behind it', async () => {
    expect(await parse('a,b\n1,5" pipe\n2,z\n')).toEqual({
      rows: [
        [1, 'a', 'b'],
        [3, '2', 'z'],
      ],
      unreadable: [2],
    })
  })

  it('names the row whose quote is never closed', async () => {
    expect(await faultOf('a,b\n1,2\n3,"x\n4,y\n5,z\n')).toMatchObject({
      code: 'csv.quoteNotClosed',
      params: { line: 3 },
    })
  })

  it('names the line where a closed quote is followed by text, and the row it belongs to', async () => {
    expect(await faultOf('a,b\n1,"x"y\n')).toMatchObject({ code: 'csv.quoteWrong', params: { line: 2, row: 2 } })
    expect(await faultOf('a,b\n1,"x\n2,"y"\n')).toMatchObject({ code: 'csv.quoteWrong', params: { line: 3, row: 2 } })
  })

  it('stops at a quote that would take the rest of the file into memory', async () => {
    const filler = `${'x'.repeat(999)}\n`.repeat(300)
    expect(await faultOf(['a,b\n1,"', filler, filler, filler, filler, filler])).toMatchObject({
      code: 'csv.rowTooLong',
      params: { line: 2 },
    })
  })

  it('reads the other quote and escape styles', async () => {
    expect((await parse('1,"x \\"y\\" z"\n', { ...comma, escape: '\\' })).rows).toEqual([[1, '1', 'x "y" z']])
    expect((await parse("'1';'x;y'\n", { ...comma, delimiter: ';', quote: "'", escape: "'" })).rows).toEqual([
      [1, '1', 'x;y'],
    ])
  })

  it('passes on what a handler throws', async () => {
    const parser = createRowParser(comma, {
      row() {
        throw new CsvError('csv.headerEmpty')
      },
      unreadable() {},
    })
    await expect(parser.write('a,b\n1,2\n')).rejects.toMatchObject({ issue: { code: 'csv.headerEmpty' } })
  })
})
