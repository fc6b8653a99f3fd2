// A module of the application, as callbacks capture it.
export const RATE = 3
export const double = (n) => n * 2
export function shout(s) {
  return `${s.toUpperCase()}!`
}
export const withRate = (n) => n * RATE
export class Money {}
export const started = new Money()
