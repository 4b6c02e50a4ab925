/** Every table by its name. Each `*.table.ts` adds its own by declaration merging, so the kernel names no domain. */
// oxlint-disable-next-line typescript/no-empty-object-type, typescript/no-empty-interface -- filled by declaration merging
export interface Tables {}
