import { analyticsRows } from './analytics.ts';
import { computeRows } from './compute.ts';
import { databaseRows } from './databases.ts';
import { networkRows } from './network.ts';
import type { ArmRows } from './rows.ts';
import { serviceRows } from './services.ts';
import { storageRows } from './storage.ts';
import { webRows } from './web.ts';

/** Rows by ARM type in lower case. Source: https://learn.microsoft.com/azure/templates and the azurerm provider's registry. */
export const armRows: ArmRows = { ...storageRows, ...databaseRows, ...computeRows, ...networkRows, ...webRows, ...analyticsRows, ...serviceRows };
