from .consumer import AIOKafkaConsumer as AIOKafkaConsumer
from .producer import AIOKafkaProducer as AIOKafkaProducer
from .structs import ConsumerRecord as ConsumerRecord
from .structs import TopicPartition as TopicPartition
