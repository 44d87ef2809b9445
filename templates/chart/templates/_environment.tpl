{{/* The variables of a process: what it is told, and which keys of which Secret. Takes `root` and `component`. */}}

{{- define "plano.environment" -}}
{{- $values := .root.Values }}
{{- $migrating := eq .component "migrate" }}
- {name: PLANO_ENVIRONMENT, value: {{ $values.environment | toJson }}}
- {name: PLANO_HOST, value: 0.0.0.0}
- {name: PLANO_PORT, value: {{ include "plano.port" .root | quote }}}
{{- if include "plano.kit" .root }}
- {name: PLANO_MANAGEMENT_PORT, value: "9000"}
- {name: PLANO_SHUTDOWN_SECONDS, value: {{ $values.drain | quote }}}
{{- end }}
{{- range $name, $value := $values.config }}
- {name: PLANO_CONFIG_{{ include "plano.upper" $name }}, value: {{ include "plano.literal" $value }}}
{{- end }}
{{- if $migrating }}
{{- include "plano.secret.keys" (dict "root" .root "keys" $values.secrets.migrating) }}
{{- else }}
{{- with $values.issuer }}
- {name: PLANO_ISSUER_URL, value: {{ include "plano.literal" .url }}}
{{- end }}
{{- range $name, $called := merge (dict) $values.calls $values.externals }}
- {name: PLANO_URL_{{ include "plano.upper" $name }}, value: {{ include "plano.literal" $called.url }}}
{{- end }}
{{- include "plano.secret.keys" (dict "root" .root "keys" $values.secrets.running) }}
{{- if include "plano.messaging" . }}
{{- include "plano.kafka.environment" .root }}
{{- include "plano.secret.keys" (dict "root" .root "keys" $values.secrets.messaging) }}
{{- end }}
{{- end }}
{{- end }}

{{/* A text as it is: Kubernetes replaces $(NAME) in a variable, and reads $$ as one $. */}}
{{- define "plano.literal" -}}
{{ replace "$" "$$" . | toJson }}
{{- end }}

{{- define "plano.port" -}}
{{ if include "plano.kit" . }}8000{{ else }}{{ .Values.port }}{{ end }}
{{- end }}

{{/* Each key is a variable's name, in the Secret of the service. */}}
{{- define "plano.secret.keys" -}}
{{- $root := .root }}
{{- range .keys }}
- name: {{ . }}
  valueFrom: {secretKeyRef: {name: {{ $root.Values.service | toJson }}, key: {{ . }}}}
{{- end }}
{{- end }}

{{/* Strimzi keeps a user's password in a Secret of its own; a Kafka that was there has its in the service's. */}}
{{- define "plano.kafka.environment" }}
- {name: PLANO_KAFKA_BOOTSTRAP, value: {{ .Values.kafka.bootstrap | toJson }}}
- {name: PLANO_KAFKA_SECURITY, value: sasl_ssl}
{{- if .Values.kafka.cluster }}
- {name: PLANO_KAFKA_CA, value: /run/kafka/ca.crt}
- {name: PLANO_KAFKA_USER, value: {{ .Values.kafka.user | toJson }}}
- name: PLANO_KAFKA_PASSWORD
  valueFrom: {secretKeyRef: {name: {{ .Values.kafka.secret | toJson }}, key: password}}
{{- end }}
{{- end }}
