/** For how long a link may work. */
export const hoursOffered = [24, 72, 168] as const
export const defaultHours = 72
