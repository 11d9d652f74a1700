package ws

type UserExecutionContext struct{ ID string }
type WebSocketManager struct{ uc *UserExecutionContext }

func GetWebSocketManager(uc *UserExecutionContext) *WebSocketManager { return &WebSocketManager{uc} }
