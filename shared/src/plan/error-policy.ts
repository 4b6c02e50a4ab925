/** What becomes of a person whose step failed for good. */
export type ErrorPolicy = 'continue' | 'drop' | 'park' | 'outlet'
