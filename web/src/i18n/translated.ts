/**
 * The shape of a translation: the same keys, each with a text. Japanese has no singular, so keys ending in `_one` are
 * left out.
 */
export type Translated<T> = {
  [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string ? string : Translated<T[K]>
}
