import { z } from 'zod'

const remedy = 'Use a number from 1 to 200.'

/** How many entries of a list are asked for. */
export const limitQuerySchema = z
  .string()
  .regex(/^\d{1,3}$/, remedy)
  .default('50')
  .transform(Number)
  .refine((limit) => limit >= 1 && limit <= 200, remedy)
