// What a dashboard of ours may be made of, in the types of Grafana's Foundation SDK. The SDK leaves the parts of a panel that depend
// on its type open; here they are tied to it. The name of each exported type is the name of a definition in the schema.
import * as Dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as Prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import * as BarGauge from '@grafana/grafana-foundation-sdk/bargauge';
import * as HeatMap from '@grafana/grafana-foundation-sdk/heatmap';
import * as Stat from '@grafana/grafana-foundation-sdk/stat';
import * as Table from '@grafana/grafana-foundation-sdk/table';
import * as TimeSeries from '@grafana/grafana-foundation-sdk/timeseries';

type Target = Omit<Prometheus.Dataquery, '_implementsDataqueryVariant'>;

type Fields<Custom> = Omit<Dashboard.FieldConfigSource, 'defaults'> & {
  defaults: Omit<Dashboard.FieldConfig, 'custom'> & { custom?: Custom };
};

type Of<Type extends string, Options, Custom> = Omit<Dashboard.Panel, 'type' | 'options' | 'fieldConfig' | 'targets'> & {
  type: Type;
  options: Options;
  fieldConfig: Fields<Custom>;
  targets: Target[];
};

type Nothing = Record<string, never>;

export type bargauge = Of<'bargauge', BarGauge.Options, Nothing>;
export type heatmap = Of<'heatmap', HeatMap.Options, HeatMap.FieldConfig>;
export type stat = Of<'stat', Stat.Options, Nothing>;
export type table = Of<'table', Table.Options, Table.FieldConfig>;
export type timeseries = Of<'timeseries', TimeSeries.Options, TimeSeries.FieldConfig>;
export type row = Omit<Dashboard.RowPanel, 'panels'> & { panels: object[] };
export type dashboard = Omit<Dashboard.Dashboard, 'panels' | 'snapshot'> & { panels: object[] };
