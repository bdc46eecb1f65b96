/** What the product calls itself. */
export const productName = 'Unified Dashboard'
