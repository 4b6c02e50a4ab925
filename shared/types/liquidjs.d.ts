// liquidjs's own types begin with a reference to Node's, which would let `process` or `URL` compile in this folder
// (tsconfig.json maps the import to this file). Only what text/liquid.ts uses.
export type FilterThis = { context: { globals: object } }
export type FilterHandler = (this: FilterThis, value: any, ...args: any[]) => unknown
export type Template = object
export type SegmentArray = (string | number | SegmentArray)[]

export const defaultOperators: Record<string, unknown>

export class Liquid {
  constructor(options?: Record<string, unknown>)
  readonly filters: Record<string, unknown>
  readonly tags: Record<string, unknown>
  readonly renderer: { renderTemplates: (templates: any[], context: any, emitter?: any) => IterableIterator<any> }
  parse(text: string): Template[]
  renderSync(templates: any[], scope?: object, options?: { globals?: object }): any
  registerFilter(name: string, filter: FilterHandler | { handler: FilterHandler; raw: boolean }): void
  globalVariableSegmentsSync(template: any, options?: { partials?: boolean }): SegmentArray[]
}
