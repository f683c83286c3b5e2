import { Component, type ReactNode } from 'react'
import { ErrorState } from '../components/states.tsx'

/** A view that fails while drawing says so in its own place; the rest of the screen goes on. */
export class Catch extends Component<{ children: ReactNode }, { error: unknown; failed: boolean }> {
  override state = { error: null as unknown, failed: false }
  static getDerivedStateFromError(error: unknown): { error: unknown; failed: boolean } {
    return { error, failed: true }
  }
  override render(): ReactNode {
    return this.state.failed ? <div className="view"><ErrorState error={this.state.error} again={() => this.setState({ error: null, failed: false })} /></div> : this.props.children
  }
}
