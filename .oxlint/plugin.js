import path from 'node:path'
import { foreignTables, importRules, roomOrders, roomReasons } from './import-rules.js'

const isTest = (file) =>
  /\.(test|soak|spec)\.tsx?$|^(server|web)\/(test|bench)\/|^server\/src\/engine\/product-tests\/|\.config\.ts$/.test(
    file,
  )

/** `../db/database.ts` seen from a file, `@tabiji/server/kernel/db/database.ts` or `kysely/helpers`, as one kind of name. */
function targetOf(specifier, file) {
  if (specifier.startsWith('.')) return path.posix.join(path.posix.dirname(file), specifier)
  if (specifier.startsWith('node:')) return specifier
  const [first, second, ...rest] = specifier.split('/')
  if (first !== '@tabiji') return `npm:${first.startsWith('@') ? `${first}/${second}` : first}`
  return [second, ...(second === 'shared' || second === 'server' ? ['src'] : []), ...rest].join('/')
}

const floorsOf = Object.fromEntries(
  Object.entries(roomOrders).map(([folder, order]) => [folder, order.split(' < ').map((floor) => floor.split(', '))]),
)

/** Which floor of the folder a path inside it stands on: -1 where the order names no room for it. */
function floorIn(floors, path) {
  const [first, ...rest] = path.split('/')
  const at = (name) => floors.findIndex((floor) => floor.includes(name))
  return at(first) === -1 ? at(rest.length > 0 ? '*' : '.') : at(first)
}

/** Why the order of the rooms forbids the import, or undefined. */
function againstTheOrder(file, target) {
  const [from, to] = [file.split('/'), target.split('/')]
  const depth = from.findIndex((part, index) => part !== to[index])
  const folder = from.slice(0, depth).join('/')
  const isInOneRoom = depth === from.length - 1 && depth === to.length - 1
  if (depth < 2 || from[1] !== 'src' || isInOneRoom) return undefined
  const floors = floorsOf[folder]
  // Inside a domain of the server and inside a room of shared no order is held, and their tests may use everything.
  if (!folder.startsWith('web/src') && (!floors || isTest(file))) return undefined
  if (!floors) return `${folder} has no order of its rooms: state it in .oxlint/import-rules.js`
  const [own, other] = [from, to].map((parts) => floorIn(floors, parts.slice(depth).join('/')))
  if (own === -1 || other === -1)
    return `the order of the rooms of ${folder} leaves one of the two out: name it in .oxlint/import-rules.js`
  if (own > other) return undefined
  return own === other && roomReasons[folder]
    ? roomReasons[folder]
    : `the rooms of ${folder} stand in the order ${roomOrders[folder]}, and imports go to the left`
}

const domainOf = (file) => /^server\/src\/([^/]+)\//.exec(file)?.[1]

/** A domain sees verbs and types of the others. */
function throughTheInside(file, target) {
  const [from, to] = [domainOf(file), domainOf(target)]
  if (!from || !to || from === to || isTest(file) || !/\.(repository|table)\.ts$/.test(target)) return undefined
  if (foreignTables.some((one) => one.from.test(file) && one.to.test(target))) return undefined
  return `of another domain only verbs and types: call a verb of ${to} instead of its repository or table`
}

function refusals(file, specifier, typeOnly) {
  const target = targetOf(specifier, file)
  const reasons = importRules
    .filter((rule) => rule.in.test(file) && !rule.except?.test(file) && (rule.tests || !isTest(file)))
    .filter((rule) => rule.mayNot.test(target) && !rule.unless?.test(target) && !(rule.types && typeOnly))
    .map((rule) => rule.why)
  return [...reasons, againstTheOrder(file, target), throughTheInside(file, target)].filter(Boolean)
}

const isTypeOnly = (node) =>
  node.importKind === 'type' ||
  node.exportKind === 'type' ||
  (node.specifiers?.length > 0 && node.specifiers.every((one) => (one.importKind ?? one.exportKind) === 'type'))

const relative = (context) => path.relative(context.cwd, context.filename).split(path.sep).join('/')

const imports = {
  create(context) {
    const file = relative(context)
    const check = (node) => {
      if (typeof node.source?.value !== 'string') return
      for (const why of refusals(file, node.source.value, isTypeOnly(node)))
        context.report({ node, message: `"${node.source.value}" may not be imported here: ${why}.` })
    }
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
    }
  },
}

/** `new Date(text)` reads a text; `new Date()`, `Date.now()` and `performance.now()` read a clock of the machine. */
const clock = {
  create(context) {
    const file = relative(context)
    if (!/^(shared|server)\/src\//.test(file) || /^server\/src\/kernel\/clock\.ts$/.test(file) || isTest(file))
      return {}
    const report = (node) =>
      context.report({
        node,
        message: 'The clock is read in clock.ts alone: take the time as an argument, or from ctx.clock.',
      })
    const reportHidden = (node, what) =>
      context.report({
        node,
        message: `${what} is read in clock.ts alone: take it as an argument, or ctx.clock.monotonic and ctx.random.`,
      })
    const isOf = (callee, object, property) =>
      callee.type === 'MemberExpression' && callee.object.name === object && callee.property.name === property
    const isDate = (node) => node.type === 'Identifier' && node.name === 'Date'
    return {
      NewExpression: (node) => {
        if (isDate(node.callee) && node.arguments.length === 0) report(node)
      },
      CallExpression: (node) => {
        const { callee } = node
        if (
          isDate(callee) ||
          (callee.type === 'MemberExpression' && isDate(callee.object) && callee.property.name === 'now')
        )
          report(node)
      },
      MemberExpression: (node) => {
        if (isOf(node, 'performance', 'now')) reportHidden(node, 'The monotonic clock')
        if (isOf(node, 'Math', 'random')) reportHidden(node, 'Chance')
      },
    }
  },
}

const exceptions = {
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          const text = comment.value.trim()
          if (!/^(oxlint|eslint)-disable/.test(text)) continue
          if (/^oxlint-disable(-next)?-line \S.* -- \S{2,}/.test(text)) continue
          context.report({
            node: comment,
            message: 'An exception stands at its line and says why: "// oxlint-disable-next-line <rule> -- <reason>".',
          })
        }
      },
    }
  },
}

export default { meta: { name: 'tabiji' }, rules: { imports, clock, exceptions } }
