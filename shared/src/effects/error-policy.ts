/** What happens to an enrollment whose step failed finally. */
export type ErrorPolicy = 'continue' | 'drop' | 'park' | 'outlet'
