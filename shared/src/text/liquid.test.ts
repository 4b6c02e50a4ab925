import { describe, expect, test } from 'vitest'
import { checkLiquid, liquidVariables, missingFields, renderLiquid, type LiquidScope } from './liquid.ts'

const scope: LiquidScope = {
  participant: {
    email: 'aiko@example.com',
    name: `O'Brien <b>&`,
    note: 'first\nsecond',
    score: 9,
    seenAt: '2026-11-22T23:30:00.000Z',
    renewal: '2026-12-01',
    tags: ['a', 'b'],
    none: null,
    blank: '',
    no: false,
    empty: [],
  },
  nodes: { post: { ts: '17.2', detail: { id: 1 } }, 'wait-3f': { x: 1 } },
  journey: { name: 'NPS' },
}
const text = (source: string, options = {}) => {
  const result = renderLiquid(source, scope, { html: false, ...options })
  return result.ok ? result.value : result.error.code
}
const html = (source: string) => {
  const result = renderLiquid(source, scope, { html: true })
  return result.ok ? result.value : result.error.code
}

describe('renderLiquid', () => {
  test.each([
    ['{{ participant.email }} gave {{ participant.score }}', 'aiko@example.com gave 9'],
    ['{{ nodes.post.ts }} {{ nodes.wait-3f.x }} {{ nodes["wait-3f"].x }} {{ journey.name }}', '17.2 1 1 NPS'],
    ['[{{ participant.none }}|{{ participant.nobody }}|{{ nodes.gone.x }}]', '[||]'],
    ['{{ participant.none | default: "there" }}', 'there'],
    ['{{ participant.tags }} {{ participant.tags | join: "/" }}', 'a, b a/b'],
    ['{{ nodes.post.detail }}', '{"id":1}'],
    ['{% if participant.score >= 9 %}thanks{% else %}sorry{% endif %}', 'thanks'],
    ['{% for tag in participant.tags %}{{ forloop.index }}{{ tag }}{% endfor %}', '1a2b'],
    ['{% raw %}{{ x }}{% endraw %}', '{{ x }}'],
    ['{{ participant.seenAt | date: "%Y-%m-%d %H:%M" }}', '2026-11-22 23:30'],
    ['{{ participant.seenAt | date: "%H:%M", "Asia/Tokyo" }}', '08:30'],
    ['{{ participant.renewal | date: "%-d.%-m.%Y" }}', '1.12.2026'],
    ['{{ participant.email | date: "%Y" }}', 'aiko@example.com'],
  ])('%j is %j', (source, expected) => {
    expect(text(source)).toBe(expected)
  })

  // Each operator with each value that is nothing, on either side.
  const nothings = [
    'participant.none',
    'participant.nobody',
    'participant.blank',
    'participant.no',
    'participant.empty',
    'nil',
  ]
  test.each(['<', '<=', '>', '>='].flatMap((operator) => nothings.map((value) => [operator, value] as const)))(
    'a number is not %s %s, and the other way round',
    (operator, value) => {
      const answer = (left: string, right: string) =>
        text(`{% if ${left} ${operator} ${right} %}yes{% else %}no{% endif %}`)
      for (const number of ['7', '0', '-7', '"7"', 'participant.score'])
        expect([answer(value, number), answer(number, value)]).toEqual(['no', 'no'])
      expect(answer(value, value)).toBe('no')
    },
  )

  test.each([
    ['participant.score > 8', 'yes'],
    ['participant.score > "10"', 'no'],
    ['"10" > participant.score', 'yes'],
    ['participant.renewal < "2026-12-02"', 'yes'],
    ['participant.renewal >= "2026-12-02"', 'no'],
    ['participant.email < 7', 'no'],
    ['participant.none == nil', 'yes'],
    ['participant.none != 7', 'yes'],
  ])('%s: %s', (condition, expected) => {
    expect(text(`{% if ${condition} %}yes{% else %}no{% endif %}`)).toBe(expected)
  })

  test('a list with gaps is sorted with the gaps last', () => {
    const rows = [{ n: 9 }, { n: null }, { n: 1 }, {}, { n: 10 }]
    const sorted = renderLiquid(
      '{% assign rows = nodes.post.rows | sort: "n" %}{% for row in rows %}[{{ row.n }}]{% endfor %}',
      { ...scope, nodes: { post: { rows } } },
      { html: false },
    )
    expect(sorted).toEqual({ ok: true, value: '[1][9][10][][]' })
  })

  test('writes times in the zone and names in the language it is given', () => {
    const source = '{{ participant.seenAt | date: "%-d %B %H:%M" }}'
    expect(text(source, { timeZone: 'Asia/Tokyo' })).toBe('23 November 08:30')
    expect(text(source, { timeZone: 'Asia/Tokyo', locale: 'ja' })).toBe('23 11月 08:30')
  })

  test.each([
    ['{{ participant.name }}', 'O&#39;Brien &#60;b&#62;&#38;'],
    ['<b>{{ participant.name | escape }}</b>', '<b>O&#39;Brien &#60;b&#62;&#38;</b>'],
    ['{{ participant.note | newline_to_br }}', 'first<br />\nsecond'],
    ['{{ participant.name | newline_to_br }}', 'O&#39;Brien &#60;b&#62;&#38;'],
    [
      '{{ participant.name | escape | append: participant.name }}',
      'O&#38;#39;Brien &#38;#60;b&#38;#62;&#38;#38;O&#39;Brien &#60;b&#62;&#38;',
    ],
    ['{{ "<i>" }}', '&#60;i&#62;'],
    ['{{ participant.tags | json }}', '[&#34;a&#34;,&#34;b&#34;]'],
    ['{% assign x = participant.name %}{{ x }}', 'O&#39;Brien &#60;b&#62;&#38;'],
  ])('in HTML %j is %j', (source, expected) => {
    expect(html(source)).toBe(expected)
  })

  test.each(['raw', 'url_encode | raw'])('has no filter %s past the HTML escape', (filter) => {
    expect(html(`{{ participant.name | ${filter} }}`)).toBe('liquid.syntax')
  })

  test.each([
    '{% echo participant.name %}',
    '{% capture x %}{% endcapture %}',
    '{% cycle "a" %}',
    '{% liquid echo "a" %}',
  ])('has no tag that writes past it: %s', (source) => {
    expect(html(source)).toBe('liquid.syntax')
  })

  test.each(['{% include "x" %}', '{% render "/etc/passwd" %}', '{% layout "x" %}{% block a %}{% endblock %}'])(
    'reads no files: %s',
    (source) => {
      expect(text(source)).toBe('liquid.syntax')
    },
  )

  test.each(['{{ "now" | date: "%Y" }}', '{{ "today" | date }}'])('knows no current time: %s', (source) => {
    expect(text(source)).toBe('liquid.render')
  })

  test.each(['{{ participant.tags | sample }}', '{{ participant.tags | shuffle }}'])(
    'knows no chance: %s',
    (source) => {
      expect(text(source)).toBe('liquid.syntax')
    },
  )

  test.each([
    '{{ participant.constructor }}{{ participant.constructor.name }}',
    '{{ participant.toString }}{{ participant.__proto__ }}',
    '{{ $settings.timeZone }}',
    '{{ settings }}{{ globals }}{{ this }}{{ process }}',
  ])('shows nothing that is not in its scope: %s', (source) => {
    expect(text(source)).toMatch(/^(liquid\.syntax)?$/)
  })

  test.each([
    ['a loop over a huge range', '{% for i in (1..1000000000) %}{% endfor %}'],
    ['loops in loops', '{% for i in (1..9999) %}{% for j in (1..9999) %}{% endfor %}{% endfor %}'],
    [
      'a text that doubles',
      '{% assign a = "aaaaaaaaaa" %}{% for i in (1..60) %}{% assign a = a | append: a %}{% endfor %}',
    ],
    ['a loop that writes much', `{% for i in (1..9999) %}${'x'.repeat(5000)}{% endfor %}`],
    ['a source that is too long', 'x'.repeat(200_000)],
    ['an output that is too long', `{% for i in (1..150) %}${'x'.repeat(10_000)}{% endfor %}`],
  ])('stops %s', (_name, source) => {
    expect(text(source)).toBe('liquid.limit')
  })

  test('stops at the same place every time, however busy the machine is', () => {
    const lengthAfter = (turns: number) =>
      text('{% for i in (1..N) %}{{ i }}{% endfor %}'.replace('N', String(turns))).length
    let turns = 10
    while (lengthAfter(turns * 2) > 'liquid.limit'.length) turns *= 2
    expect(turns).toBeGreaterThan(1000)
    for (let again = 0; again < 5; again++)
      expect(text(`{% for i in (1..${turns * 2}) %}{{ i }}{% endfor %}`)).toBe('liquid.limit')
  })

  test('a mistake names its line and what is wrong', () => {
    const result = renderLiquid('Hello\n{{ participant.email', scope, { html: false })
    expect(result.ok ? null : result.error).toMatchObject({
      code: 'liquid.syntax',
      params: { line: 2, reason: expect.stringContaining('not closed') },
    })
  })

  test('does not change what it reads from', () => {
    const before = JSON.stringify(scope)
    text('{% assign participant = "x" %}{{ participant }}{{ scope.participant.tags | concat: participant }}')
    text('{{ participant.tags | reverse | sort }}')
    expect(JSON.stringify(scope)).toBe(before)
  })
})

describe('liquidVariables', () => {
  test.each([
    ['{{ participant.email }} {{ nodes.post.ts }} {{ participant.email }}', ['participant.email', 'nodes.post.ts']],
    ['{% assign x = participant.name %}{{ x }}', ['participant.name']],
    ['{% for tag in participant.tags %}{{ tag }}{{ forloop.index }}{% endfor %}', ['participant.tags']],
    ['{% if nodes.post.ok %}{% endif %}{{ "a" | append: participant.b }}', ['nodes.post.ok', 'participant.b']],
    ['{{ participant[participant.key] }}', ['participant', 'participant.key']],
    ['plain', []],
  ])('%s', (source, expected) => {
    const variables = liquidVariables(source)
    expect(variables.ok && variables.value.map(({ path }) => path.join('.'))).toEqual(expected)
  })

  test('a text that does not parse has none, but an issue', () => {
    expect(liquidVariables('{{ x')).toMatchObject({ ok: false, error: { code: 'liquid.syntax' } })
  })
})

describe('checkLiquid', () => {
  const known = { fields: ['email'], outputs: { post: ['ts'] } }
  test.each([
    ['{{ participant.email }} {{ nodes.post.ts }} {{ journey.name }}', []],
    ['{{ participant.emial }}', ['liquid.variableUnknown']],
    ['{{ email }}', ['liquid.variableUnknown']],
    ['{{ nodes.gone.ts }}', ['liquid.nodeUnknown']],
    ['{{ nodes.post.tz }}', ['liquid.outputUnknown']],
    ['{{ nodes.toString.tz }}', ['liquid.nodeUnknown']],
    ['{{ participant.email', ['liquid.syntax']],
    ['{{ participant.email | upcaes }}', ['liquid.syntax']],
  ])('%s', (source, expected) => {
    expect(checkLiquid(source, known, ['subject']).map(({ code }) => code)).toEqual(expected)
    for (const issue of checkLiquid(source, known, ['subject'])) expect(issue.path).toEqual(['subject'])
  })
})

test('missingFields names the fields a text reads that have no value', () => {
  expect(
    missingFields('{{ participant.none }} {{ participant.email }} {{ participant.nobody }}', scope.participant),
  ).toEqual(['none', 'nobody'])
})
