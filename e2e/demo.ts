import { type AdminClient } from './product/admin-client.ts'
import { admin, findFreePort, type Product, startProduct } from './product/start-product.ts'
