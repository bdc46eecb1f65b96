/** The name of the product on every page. */
export const productName = 'Unified Dashboard'
