import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Writes CloudFormation's resource schema in the compact form that `src/families/infrastructure/aws/schema.ts` reads.
 * Run by hand when a new version of `@aws-cdk/aws-service-spec` is installed:
 * `esbuild src/build/aws-schema.ts --bundle --platform=node --format=esm --packages=external --outfile=.build/aws-schema.mjs && node .build/aws-schema.mjs`
 */
const target = 'src/families/infrastructure/aws/schemas';

/** Characters of one file: services share it until it is as large, so that a template loads little more than its own. */
const fileSize = 12_000;

/** Services whose schemas are large and that no check looks at: they keep no schema, so their properties are not judged. */
const leftOut = new Set(
  `QuickSight BedrockAgentCore MediaLive Connect Lex IoT DataZone AppFlow AppMesh Wisdom CleanRooms CleanRoomsML Kendra CustomerProfiles GameLift Pinpoint MediaTailor
  DevOpsAgent QBusiness ARCRegionSwitch IoTSiteWise Greengrass GreengrassV2 ObservabilityAdmin Deadline PCAConnectorAD PCAConnectorSCEP IoTFleetWise MediaConnect MediaPackage
  MediaPackageV2 MediaConvert MediaStore Panorama RoboMaker Personalize NimbleStudio Omics Forecast LookoutMetrics LookoutEquipment LookoutVision IoTWireless IoTTwinMaker IoTEvents
  IoTAnalytics IoTThingsGraph IoTCoreDeviceAdvisor IoTFleetHub IVS IVSChat SupplyChain Evidently RUM FIS FraudDetector HealthImaging HealthLake GroundStation B2BI Billing
  BillingConductor BCMDataExports Braket Invoicing CE CUR SMSVOICE PaymentCryptography EntityResolution M2 MPA Rekognition Chatbot Cases VoiceID Location OpsWorks OpsWorksCM ASK
  AppTest DeviceFarm ConnectCampaigns ConnectCampaignsV2 SageMaker SecurityHub Bedrock EVS LicenseManager Notifications NotificationsContacts ODB PCS RTBFabric RefactorSpaces
  ResilienceHub ResourceExplorer2 Route53RecoveryControl Route53RecoveryReadiness Route53Profiles SimSpaceWeaver SSMGuiConnect SSMQuickSetup Signer SystemsManagerSAP Proton Uxc
  WorkspacesInstances WorkSpacesThinClient WorkSpacesWeb InternetMonitor InspectorV2 Inspector ImageBuilder MigrationHubOrchestrator MigrationHubStrategy AmplifyUIBuilder Amplify
  AppStream AuditManager AIOps ServiceCatalogAppRegistry ServiceCatalog ServiceDiscovery Synthetics ApplicationInsights ApplicationSignals DataSync DataPipeline VpcLattice
  NetworkManager Lightsail Oam KafkaConnect KinesisVideo FinSpace Scheduler Pipes Events`
    .split(/\s+/)
    // these are checked all the same
    .filter((service) => !['SageMaker', 'IoT', 'AppMesh', 'MediaStore', 'Events', 'Lightsail', 'ServiceCatalog'].includes(service)),
);

type Database = ReturnType<typeof loadAwsServiceSpecSync>;
type Resource = ReturnType<Database['all']>[number] & { readonly cloudFormationType?: string };

interface Service {
  readonly name: string;
  readonly types: string[];
  readonly lines: string[];
}

function main(): void {
  const services = servicesOf(loadAwsServiceSpecSync());
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target);
  const rows: string[] = [];
  let open: Service[] = [];
  const close = (): void => {
    const [first] = open;
    if (first === undefined) return;
    const file = first.name.toLowerCase();
    const text = JSON.stringify(`\n${open.flatMap(({ lines }) => lines).join('\n')}\n`);
    writeFileSync(`${target}/${file}.ts`, `/** CloudFormation resource schemas, one a line; made by src/build/aws-schema.ts, read by ../schema.ts. */\nexport const schemaText = ${text};\n`);
    rows.push(`  { types: ${JSON.stringify(open.map(({ name, types }) => `${name}:${types.join(',')}`).join(' '))}, load: () => import('./${file}.ts') },`);
    open = [];
  };
  for (const service of services) {
    const size = [...open, service].reduce((sum, { lines }) => sum + lines.join('\n').length, 0);
    if (size > fileSize) close();
    open.push(service);
  }
  close();
  const index = `import type { SchemaFile } from '../schema.ts';

/** The resource types that CloudFormation has, and the files with their schemas; made by src/build/aws-schema.ts. */
export const schemaFiles: readonly SchemaFile[] = [
${rows.join('\n')}
];
`;
  writeFileSync(`${target}/index.ts`, index);
  console.log(`${target}: ${services.reduce((sum, { types }) => sum + types.length, 0)} resource types in ${rows.length} files`);
}

function servicesOf(database: Database): readonly Service[] {
  const services = new Map<string, Service>();
  const resources = [...database.all('resource')].sort((a, b) => (a.cloudFormationType < b.cloudFormationType ? -1 : 1));
  for (const resource of resources) {
    const [, name = '', type = ''] = resource.cloudFormationType.split('::');
    if (leftOut.has(name)) continue;
    const service = services.get(name) ?? { name, types: [], lines: [] };
    services.set(name, service);
    service.types.push(type);
    service.lines.push(encode(database, resource));
  }
  return [...services.values()];
}

/** `Type|identifiers|properties|TypeName:properties|…` where a property is `Name!=type`. */
function encode(database: Database, resource: Resource & { readonly properties: object; readonly primaryIdentifier?: readonly string[] }): string {
  const used = new Map<string, object>();
  const properties = (table: object): string =>
    Object.entries(table)
      .map(([name, property]) => `${name}${property.required === true ? '!' : ''}=${typeCode(property.type)}`)
      .join(',');
  const typeCode = (type: { readonly type: string; readonly [key: string]: unknown }): string => {
    switch (type.type) {
      case 'integer':
      case 'number':
        return 'n';
      case 'boolean':
        return 'b';
      case 'json':
        return 'j';
      case 'array':
        return `[${typeCode(type['element'] as never)}`;
      case 'map':
        return `{${typeCode(type['element'] as never)}`;
      case 'tag':
        return '#Tag';
      case 'ref': {
        const definition = database.get('typeDefinition', (type['reference'] as { $ref: string }).$ref);
        used.set(definition.name, definition.properties);
        return `#${definition.name}`;
      }
      case 'union':
        return [...new Set((type['types'] as never[]).map(typeCode))].sort().join('/');
      default:
        return 's';
    }
  };
  const parts = [String(resource.cloudFormationType), (resource.primaryIdentifier ?? []).join(' '), properties(resource.properties)];
  const done = new Set<string>();
  for (let next = [...used.keys()].find((name) => !done.has(name)); next !== undefined; next = [...used.keys()].find((name) => !done.has(name))) {
    done.add(next);
    parts.push(`${next}:${properties(used.get(next) ?? {})}`);
  }
  return parts.join('|');
}

main();
