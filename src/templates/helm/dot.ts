import type { Chart } from './chart.ts';
import type { Data } from './data.ts';
import { basenameOf } from '../../formats/repository-path.ts';

/** The name and namespace that a chart is rendered with: stand-ins, for only the installation knows them. */
const releaseName = 'release-name';
export const releaseNamespace = 'release-namespace';

/** The version of Kubernetes that charts are rendered for. */
const kubernetesVersion = { major: '1', minor: '31', whole: 'v1.31.0' } as const;

/** What a template of a chart sees as its dot: default values, a stand-in release and a recent cluster. */
export function dotOf(chart: Chart, path: string): Data {
  const name = chart.about.get('Name');
  const base = `${typeof name === 'string' ? name : 'chart'}/templates`;
  return new Map<string, Data>([
    ['Values', chart.values()],
    ['Chart', chart.about],
    ['Release', new Map<string, Data>([['Name', releaseName], ['Namespace', releaseNamespace], ['Service', 'Helm'], ['Revision', 1], ['IsInstall', true], ['IsUpgrade', false]])],
    ['Capabilities', new Map<string, Data>([
      ['KubeVersion', new Map<string, Data>([['Version', kubernetesVersion.whole], ['GitVersion', kubernetesVersion.whole], ['Major', kubernetesVersion.major], ['Minor', kubernetesVersion.minor]])],
      ['APIVersions', { unknown: 'what the cluster offers' }],
      ['HelmVersion', new Map<string, Data>([['Version', 'v3.16.0'], ['GitTreeState', 'clean']])],
    ])],
    ['Template', new Map<string, Data>([['Name', `${base}/${basenameOf(path)}`], ['BasePath', base]])],
    ['Files', { unknown: 'files of the chart' }],
    ['Subcharts', new Map<string, Data>()],
  ]);
}

/** Versions of API groups that every supported cluster has, and that none has any more. */
const stable = /^(?:v1|(?:apps|batch|policy|autoscaling|networking\.k8s\.io|rbac\.authorization\.k8s\.io|storage\.k8s\.io|apiextensions\.k8s\.io|admissionregistration\.k8s\.io)\/v1|autoscaling\/v2)(?:\/\w{1,60})?$/;
const removed = /^(?:extensions\/v1beta1|(?:apps|batch|policy|networking\.k8s\.io|rbac\.authorization\.k8s\.io|apiextensions\.k8s\.io)\/v\d{1,2}(?:beta|alpha)\d{1,2}|autoscaling\/v2beta\d)(?:\/\w{1,60})?$/;

/** Whether a cluster has an API version, or that this is not known. */
export function hasApiVersion(version: Data): Data {
  if (typeof version !== 'string') return { unknown: 'what the cluster offers' };
  return stable.test(version) ? true : removed.test(version) ? false : { unknown: `whether the cluster has ${version.slice(0, 80)}` };
}
