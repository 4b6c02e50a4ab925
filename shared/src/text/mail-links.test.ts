import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { markLinks, rewriteLinks, trackableLinks } from './mail-links.ts'

describe('trackableLinks', () => {
  it('finds the web links of a text with their words, each address once', () => {
    const body = `<p><a href="https://example.com/a?x=1&amp;y=2"><img src="x" alt="Logo"></a>
      <A class=b HREF='https://example.com/b'>See <b>the
      offer</b></A> <a href=https://example.com/c>C</a> <a href="https://example.com/b">again</a></p>`
    expect(trackableLinks(body)).toEqual([
      { href: 'https://example.com/a?x=1&y=2', label: 'Logo' },
      { href: 'https://example.com/b', label: 'See the offer' },
      { href: 'https://example.com/c', label: 'C' },
    ])
  })

  it('takes Liquid in an address as it is, quotes and brackets included', () => {
    expect(
      trackableLinks('{% if a > 1 %}<a href="https://e.com/{{ participant.id | append: "x>" }}/z">Go</a>{% endif %}'),
    ).toEqual([{ href: 'https://e.com/{{ participant.id | append: "x>" }}/z', label: 'Go' }])
    expect(trackableLinks('<a href="{{ participant.url }}">Yours</a>')).toHaveLength(1)
  })

  it.each([
    '<a href="mailto:a@example.com">Write</a>',
    '<a href="tel:+8131234567">Call</a>',
    '<a href="#top">Up</a>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="/relative">x</a>',
    '<a name="here">x</a>',
    '<a href="https://example.com/unsubscribe?u=1">Leave</a>',
    '<a href="https://example.com/x">Opt out</a>',
    '<a href="https://example.com/x">配信を停止する</a>',
    '<!-- <a href="https://example.com/a">no</a> -->',
    '<style>a { content: "<a href=https://example.com/a>" }</style>',
    '<abbr href="https://example.com/a">no</abbr>',
    '{{ "<a href=https://example.com/a>no</a>" }}',
  ])('leaves %s alone', (body) => {
    expect(trackableLinks(body)).toEqual([])
  })
})

describe('rewriteLinks', () => {
  it('changes addresses alone, and says which link of the text it was', () => {
    const { body, links } = markLinks('<p><a class="x" href="{{ a }}" id=1>A</a> and <a href=\'{{ b }}\'>B</a></p>')
    expect(links.map(({ href }) => href)).toEqual(['{{ a }}', '{{ b }}'])
    const filled = body.replace('{{ a }}', 'https://e.com/?a&#38;b').replace('{{ b }}', 'mailto:x@e.com')
    const seen: unknown[] = []
    const rewritten = rewriteLinks(filled, (link) => {
      seen.push(link)
      return link.href.startsWith('https') ? 'https://t.example/"1"' : null
    })
    expect(rewritten).toBe(
      '<p><a class="x" href="https://t.example/&#34;1&#34;" id=1>A</a> and <a href=\'mailto:x@e.com\'>B</a></p>',
    )
    expect(seen).toEqual([
      { href: 'https://e.com/?a&b', label: 'A', mark: 0 },
      { href: 'mailto:x@e.com', label: 'B', mark: 1 },
    ])
  })

  it('does not lose links behind a value that looks like Liquid', () => {
    const rewritten = rewriteLinks('<p>{{ oops</p><a href="https://e.com">x</a>', () => 'https://t.example')
    expect(rewritten).toContain('href="https://t.example"')
  })

  it('gives every text back as it was when nothing is to change, however broken', () => {
    const piece = fc.constantFrom(
      '<a',
      ' href=',
      '"',
      "'",
      '>',
      '</a>',
      '{{',
      '}}',
      '{%',
      '%}',
      '<!--',
      '-->',
      ' x',
      '=',
      '/',
      'https://e.com',
      '<style>',
    )
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
        (text) => {
          expect(rewriteLinks(text, () => null)).toBe(text)
          expect(() => markLinks(text)).not.toThrow()
        },
      ),
    )
  })

  it('comes to an end on texts that never close what they open', () => {
    for (const piece of ['<a href="{{a}}', '<a ', "<a x='{{", '<', '{{', '<!--', '<a href="x" ']) {
      const text = piece.repeat(20_000)
      expect(rewriteLinks(text, () => null)).toBe(text)
      expect(markLinks(text).body.replaceAll(/ data-tabiji-link="\d+"/g, '')).toBe(text)
    }
  })
})
