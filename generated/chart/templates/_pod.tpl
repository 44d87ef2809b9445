{{/* A pod: everything that all processes of a service have alike. Takes `root` and `component`. */}}

{{- define "plano.pod" -}}
{{- $values := .root.Values }}
{{- $account := $values.service }}
{{- if eq .component "migrate" }}{{ $account = include "plano.component.name" . }}{{ end }}
serviceAccountName: {{ $account | toJson }}
automountServiceAccountToken: false
# Kubernetes would set variables for every Service of the namespace, and one may be called like a setting.
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: {{ $values.uid }}
  runAsGroup: {{ $values.uid }}
  fsGroup: {{ $values.uid }}
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: {type: RuntimeDefault}
volumes:
  - {name: tmp, emptyDir: {sizeLimit: 64Mi}}
{{- if include "plano.kafka.mounted" . }}
  - name: kafka
    secret:
      secretName: {{ printf "%s-cluster-ca-cert" $values.kafka.cluster | toJson }}
      items: [{key: ca.crt, path: ca.crt}]
{{- end }}
{{- range $name, $volume := include "plano.volumes" . | fromJson }}
  - name: {{ printf "data-%s" $name | toJson }}
    persistentVolumeClaim: {claimName: {{ printf "%s-%s" $values.service $name | toJson }}}
{{- end }}
{{- end }}

{{- define "plano.container" -}}
{{- $values := .root.Values }}
name: {{ .component }}
image: {{ include "plano.image" .root | toJson }}
imagePullPolicy: IfNotPresent
{{- with .arguments }}
args: {{ toJson . }}
{{- end }}
env:
  {{- include "plano.environment" . | trim | nindent 2 }}
resources:
  requests: {cpu: {{ $values.resources.cpu | toJson }}, memory: {{ $values.resources.memory | toJson }}}
  limits: {memory: {{ $values.resources.memory | toJson }}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
volumeMounts:
  - {name: tmp, mountPath: /tmp}
{{- if include "plano.kafka.mounted" . }}
  - {name: kafka, mountPath: /run/kafka, readOnly: true}
{{- end }}
{{- range $name, $volume := include "plano.volumes" . | fromJson }}
  - {name: {{ printf "data-%s" $name | toJson }}, mountPath: {{ $volume.path | toJson }}}
{{- end }}
{{- end }}

{{/* A shared volume is mounted wherever the service's code runs; a block volume fits on one node: the API's. */}}
{{- define "plano.volumes" -}}
{{- $component := .component }}
{{- $found := dict }}
{{- range $name, $volume := .root.Values.volumes }}
{{- if or (eq $component "api") (and (eq $volume.class "shared") (has $component (list "consumer" "job"))) }}
{{- $_ := set $found $name $volume }}
{{- end }}
{{- end }}
{{- toJson $found }}
{{- end }}

{{/* Whether the CA of Strimzi's cluster is needed here. Empty is no. */}}
{{- define "plano.kafka.mounted" -}}
{{- if and .root.Values.kafka.cluster (include "plano.messaging" .) }}yes{{ end }}
{{- end }}

{{/* Whether this process talks to Kafka: the API itself never does, it has the outbox. Empty is no. */}}
{{- define "plano.messaging" -}}
{{- if .root.Values.kafka }}
{{- if or (has .component (list "consumer" "relay")) (ne .root.Values.kind "fastapi") }}yes{{ end }}
{{- end }}
{{- end }}

{{/* Probes that differ: slow to start is not hung, and hung is not unready. Seconds; the kit gives up on its
database after 3. */}}
{{- define "plano.probes" -}}
{{- if include "plano.kit" .root }}
startupProbe:
  httpGet: {path: /livez, port: management}
  periodSeconds: 2
  failureThreshold: 60
livenessProbe:
  httpGet: {path: /livez, port: management}
  periodSeconds: 10
  timeoutSeconds: 3
  failureThreshold: 3
readinessProbe:
  httpGet: {path: /readyz, port: management}
  periodSeconds: 5
  timeoutSeconds: 4
  failureThreshold: 2
{{- else }}
startupProbe:
  httpGet: {path: {{ .root.Values.health | toJson }}, port: http}
  periodSeconds: 2
  timeoutSeconds: 3
  failureThreshold: 60
livenessProbe:
  tcpSocket: {port: http}
  periodSeconds: 10
  timeoutSeconds: 3
  failureThreshold: 3
readinessProbe:
  httpGet: {path: {{ .root.Values.health | toJson }}, port: http}
  periodSeconds: 5
  timeoutSeconds: 3
  failureThreshold: 2
{{- end }}
{{- end }}
