/** The shape a translation has to have: the same keys, each a text. Japanese has no singular, so `…_one` falls away. */
export type Translated<T> = {
  [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string ? string : Translated<T[K]>
}
